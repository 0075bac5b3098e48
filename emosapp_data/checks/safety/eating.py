"""Words of disordered eating."""

from emosapp_data.checks.safety.rule import Rule, rule, subject
from emosapp_data.checks.safety.words import NOT
from emosapp_data.schema import Flag

EATING = Flag.EATING_DISORDER
WEIGHT = r"(?:weight|body|calori(?:es|c)|food|meals?)"
HARMLESS = (r"purg(?:e|ed|ing) (?:files|data|memory|of \w+ts)", r"binge[- ]?watch\w*", r"pica\w* (?:font|point)")
RULES: tuple[Rule, ...] = (
    rule(
        EATING,
        0.9,
        r"anore(?:xi\w*|ctic)|bulimi\w*|bulemi\w*|orthorexi\w*|arfid",
        r"eating disorders?|disorder(?:ed|s of) eating|disturbed eating|ed recovery",
        r"bing(?:e|es|ed|eing|ing)[- ]?(?:eat\w*|and[- ]purg\w*|purg\w*|disorder|on (?:food|junk|sweets"
        r"|snacks))|(?:food|eating) binges?",
        r"pro-?ana|pro-?mia|thinspo\w*|thigh gap|night eating syndrome|rumination disorder"
        r"|avoidant/?restrictive food\w*",
    ),
    rule(
        EATING,
        1.0,
        r"starv(?:e|es|ed|ing) (?:my|your|him|her|them)sel(?:f|ves)|self[- ]?starvation",
        r"(?:mak(?:e|es|ing)|made|forc(?:e|ed|es|ing)) (?:my|your|him|her|them)sel(?:f"
        r"|ves) (?:to )?(?:throw(?:ing)? up|vomit|puk(?:e|ing)|purge|sick|be sick)",
        r"self[- ]?induced? vomit\w*|induc(?:e|es|ed|ing) vomit\w*|vomit(?:s|ed|ing)? (?:after"
        r"|up) (?:every |each |my |her |his )?(?:eating|meals?|food)",
        r"(?:misus|abus|us|tak)(?:e|es|ed|ing) (?:of )?laxatives?|laxative (?:abuse|misuse)",
        r"binges? (?:and|or) purges?|purging(?: (?:behaviou?rs?|disorder|type|after))",
    ),
    rule(
        EATING,
        0.7,
        r"(?:afraid|scared|terrified|fear(?:s|ed|ful)?|dread(?:s|ed)?) (?:of )?(?:gaining weight"
        r"|weight gain|getting fat|becoming (?:fat|obese)|being fat|eating|to eat)",
        rf"{NOT} (?:been )?(?:eat(?:en|ing)?|ate) (?:anything |much |a thing )?(?:in|for) (?:\w+ )?(?:days|weeks)",
        r"restrict(?:s|ed|ing)? (?:(?:my|your|his|her|their) )?(?:food|calories|caloric|eating|(?:food "
        r"|caloric )?intake|diet)",
        r"(?:body[- ]?(?:dysmorphi\w*|image (?:issues?|disturbance|problems?|distortion))|distorted body image)",
        r"compuls(?:ive|ively) (?:over-?)?eat(?:ing|er|ers)?|food addict\w*|refus(?:e|es|ed|ing"
        r"|al) to (?:eat|maintain)|dangerously (?:thin|underweight)",
        r"(?:emotional|stress|comfort|secret) eating|eating in secret",
    ),
    rule(
        EATING,
        0.5,
        r"skip(?:s|ped|ping)? (?:meals|(?:breakfast|lunch|dinner|a meal) (?:to|so|because|in order))"
        r"|eat(?:s|ing)? (?:very|as|so|too) little|obsess(?:ed|ive"
        r"|ing|ion)?(?: \w+)? (?:about|with|over|counting)(?: \w+)? (?:weight|calories|food|dieting"
        r"|being thin)|count(?:s|ed|ing)? (?:every )?calories?",
        r"crash diet(?:s|ing)?",
    ),
)
SUBJECT = subject(RULES, HARMLESS)
