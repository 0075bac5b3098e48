"""Words of suicide and of self-harm: recall goes before precision here."""

from emosapp_data.checks.safety.rule import Rule, rule, subject
from emosapp_data.checks.safety.words import NOT, OWN, SELF
from emosapp_data.schema import Flag

HARMLESS = (
    r"suicide (?:squeezes?|squads?|doors?|king|cables?|pass|burn|runs?|drills?|inhibitors?|substrates?|genes?|clutch)",
    r"(?:political|career|economic|commercial|social|professional|cell|cellular|electoral|academic) suicide",
    r"(?:kill|cuts?|beat|hurt|shoot|shot) (?:your|my|him|her|them)sel(?:f|ves) (?:some slack|laughing"
    r"|in the foot|on (?:paper|the edge)|shaving|short|a (?:slice|piece|break|deal)|off)",
    r"cut(?:s|ting)? (?:my|your|him|her|them)sel(?:f|ves) (?:off|loose|free|out)",
    r"cut(?:ting)? (?:my|your|his|her|their) (?:arm|leg|finger|hand)s? off from",
    r"(?:shot|shoot|shooting) (?:my|your|him|her|them)sel(?:f|ves) in the foot",
    r"overdos(?:e|ing) (?:on|of) (?:information|news|screens?|sugar|television|social media)",
)

SUICIDE = Flag.SUICIDE
SELF_HARM = Flag.SELF_HARM
RULES: tuple[Rule, ...] = (
    # Plain words, their misspellings, and the spellings by which forums get round filters
    rule(SUICIDE, 0.9, r"\w*suicid\w*", r"sui?cid[ea]\w*", r"suisid\w*", r"parasuicid\w*"),
    rule(
        SUICIDE,
        0.9,
        r"un-?aliv(?:e|ed|es|ing)",
        r"kms|kys",
        r"sewer ?slid(?:e|al)",
        r"self[- ]?delet(?:e|ion|ing)",
        r"commit die",
        r"su\*+c?i?de?\w*|s\*+(?:ui)?cide|s\*{5}e",
    ),
    rule(
        SUICIDE,
        1.0,
        rf"kill(?:s|ed|ing)? {SELF}",
        r"(?:hang(?:s|ed|ing)?|hung) (?:my|your|him|her|them)sel(?:f|ves)",
        r"(?:shot|shoot(?:s|ing)?|drown(?:s|ed|ing)?) (?:my|your|him|her|them)sel(?:f|ves)",
    ),
    rule(
        SUICIDE,
        1.0,
        rf"end(?:s|ed|ing)? (?:up ending )?(?:{OWN}|(?:a|the)(?= life)) (?:own )?(?:li(?:fe|ves)|existence"
        r"|suffering|misery|pain)",
        r"end(?:ed|ing)? it all",
        rf"(?:takes?|taking|taken|took) {OWN} (?:own )?li(?:fe|ves)",
        r"(?:took|takes?|taken|taking) (?:my|your|his|her|their) life",
    ),
    rule(
        SUICIDE,
        1.0,
        r"(?:want(?:s|ed|ing)?|wanna|ready|rather|wish(?:es|ed|ing)?(?: (?:i|he|she|they|you) (?:would"
        r"|could))?|hop(?:e|ed|ing)|long(?:s|ed|ing)?|pray(?:s|ed|ing)?|deserves?|need)"
        r" (?:just |so badly |badly |really )?(?:to )?(?:just |simply )?(?:die|be dead)",
        r"(?:be|being|were|was|am|feel|feels) better (?:off )?dead|better off (?:if (?:i|he|she"
        r"|they) (?:was|were) )?dead",
        r"(?:wish(?:ed|es|ing)?|if only) (?:that )?(?:i|he|she|they|you) (?:was|were|am|had|would"
        r"|could)(?:n't| not)? (?:just |never )*(?:dead|died|die|drop dead)",
        r"thoughts? (?:of|about) (?:death|dying|being dead)|think(?:ing)? (?:of|about) (?:death|dying|being dead)",
        r"(?:won'?t|will not|not) mind (?:dying|being dead)|death wish(?:es)?",
        r"(?:died|die|dies|dying|death) by (?:(?:my|your|his|her|their) own hands?|hanging)",
    ),
    rule(
        SUICIDE,
        0.9,
        rf"{NOT} (?:really |even |necessarily )?(?:want(?:ed|ing|s)?|wish|deserve"
        r"|care)(?: if i)? (?:to )?(?:be alive|live|liv(?:e|ing) (?:any ?more|any longer|like this)|exist"
        r"|keep living|go on living|continue living|wake up)",
        r"(?:wish(?:ed|es|ing)?|if only|better if) (?:that )?(?:i|he|she|they|you)(?:'d)? (?:was|were|am"
        r"|had|would|could|did|is)?(?:n'?t| not| never)* ?(?:been |be |ever )*(?:alive|born|exist(?:ed)?"
        r"|wake up|woken up)",
        r"(?:never|not|don'?t|won'?t|wouldn'?t) (?:want to |have to |wanna )?wak(?:e|ing) up(?: (?:again"
        r"|any ?more|tomorrow|in the morning))",
        r"(?:sleep|asleep)(?: and| to)? (?:just )?(?:never|not|don'?t) wak(?:e|ing)(?: up)?",
    ),
    rule(
        SUICIDE,
        1.0,
        r"(?:no|any|little|the|lost(?: my| the)?|lose(?: my| the)?|without(?: a)?|a|my only"
        r"|find) (?:reasons?|point|purpose|will|desire|motivation|meaning|wish) (?:left )?(?:to|in|for) "
        r"(?:keep |be |go on |continue )?(?:living|live|alive|life|going on|go on|existing|exist)",
        r"(?:life|living|it)(?: is|'s|s|isn'?t| was)(?: just| really| simply)? ?(?:not |no longer |n'?t "
        r"|never )?(?:even )?worth (?:living|it anymore|going on)|not worth living|worth living(?: for)?",
        r"(?:tired|sick|exhausted) of (?:living|life|being alive|existing)|(?:done|finished"
        r"|through) with (?:life|living)",
        r"(?:gave|give|giving|given) up on (?:my |his |her |their )?(?:life|living)",
        r"(?:can'?t|cannot|can not|couldn'?t|could not|don'?t want to) (?:go on|carry on|keep going"
        r"|live)(?: like this| living| with (?:myself|this pain)|(?: any ?more| any longer| much longer))",
        r"(?:want|wish)(?:ed|s)? (?:my|this|the) (?:life|pain|suffering) to (?:end|stop|be over)",
    ),
    rule(
        SUICIDE,
        0.9,
        r"better off without me(?: around)?|(?:happier|better|glad|appreciate(?: it)?|care|notice"
        r"|miss me) if i (?:died|was dead|were dead|was gone|were gone|disappeared|killed)",
    ),
    rule(
        SUICIDE,
        0.7,
        rf"{NOT} (?:want(?:ed|ing|s)? to |wanna )be here(?: any ?more| any longer)?",
        r"(?:good-?bye|final|suicide|farewell) (?:note|letter)s?|say(?:ing)? (?:my |his |her "
        r"|their )?(?:final|last) good-?byes?",
        r"jump(?:s|ed|ing)? (?:off|from|in front of) (?:of )?(?:a |the |my |some )?(?:bridge|building"
        r"|roof(?:top)?|balcony|cliff|train|window|car|bus|traffic)",
        r"slit(?:ting)? (?:my|your|his|her|their) (?:wrists?|throat)s?",
        r"(?:want(?:ed|s)?|wish(?:ed)?) to (?:just )?disappear(?: forever| completely)?|wanna (?:just )?disappear",
        r"lethal means|means restriction|(?:can'?t|cannot) be here any ?more",
    ),
    rule(
        SUICIDE,
        0.5,
        r"(?:want(?:ed|s|ing)?|going|plan(?:s|ned|ning)?|ready|try|tried|trying|thought about|thoughts? of"
        r"|think(?:ing)? (?:of|about)) (?:to )?"
        r"(?:just )?end(?:ing)? (?:it|everything)",
        r"better off without (?:him|her|you|them)|(?:nothing but|just|only|such) an? burden(?: (?:to|on|for) \w+)?",
        r"(?:want(?:ed|s)?|wish(?:ed)?) (?:it|everything|this"
        r"|the pain) (?:all )?to (?:just )?(?:end(?! up)|stop|be over)",
    ),
    rule(
        SUICIDE,
        0.6,
        r"euthana\w+",
        r"(?:assisted|aid in) dying|(?:physician|doctor)[- ]assisted (?:death|dying)",
    ),
    # Self-harm
    rule(
        SELF_HARM,
        0.9,
        r"(?:deliberate )?self[- ]?(?:harm|injur|mutilat|inflict|destructi|poison|abus|cutt|wound)\w*",
        r"nssi",
        r"s[/ ]?h (?:urges?|scars?)",
    ),
    rule(
        SELF_HARM,
        1.0,
        rf"(?:harm|hurt|injur|mutilat|burn|bit|cutt?|carv|stabb?)(?:s|e|es|ed|ing)?(?: to)? {SELF}",
        rf"(?:scratch|punch|hitt?|slapp?|bang)(?:es|s|ed|ing)? {SELF}",
    ),
    rule(
        SELF_HARM,
        1.0,
        r"(?:cut|cuts|cutting|slice[sd]?|slicing|slash(?:es|ed|ing)?|burn(?:s|ed|t|ing)?)(?: into| up| at"
        r"| on)? (?:my|your|his|her|their) (?:own )?"
        r"(?:left |right |fore)?(?:wrist|arm|leg|thigh|skin|body|vein|stomach)s?",
        r"(?:(?:urges? to|tempted to|want(?:ed)? to) cut|(?:start(?:ed)?|stop(?:ped)?|quit|began|been"
        r"|about|urges? for|into|back to|relapsed?(?: with| into)?|addicted to) cutting)(?= (?:again|and"
        r"|but|because|as|to (?:cope|feel)|since|when)|[.,?!;)]|$)",
        r"cutting (?:behaviou?rs?|habit|scars)|(?:i'?m|i am|is|was|being|were|are|a self[- ]) ?a? ?cutter(?! blade)",
        r"razor ?blades?",
    ),
    rule(
        SELF_HARM,
        0.7,
        r"over-?dos(?:e|es|ed|ing)|o\.?d(?:'d|ed|'ing)",
        rf"(?:danger|threat|risk|harm) to (?:the )?(?:{SELF}|self)",
        rf"(?:inflict|caus)(?:e|es|ed|ing)? (?:physical )?(?:pain|harm|injury|damage) (?:up)?(?:on|to) {SELF}",
        r"(?:bang|hit|smash|slamm?)(?:s|ed|ing)? (?:my|his|her|their|your) (?:own )?head (?:against|on|into)",
        rf"(?:punish|puni?sh)(?:es|ed|ing)? {SELF} (?:physically|by)",
    ),
)
SUBJECT = subject(RULES, HARMLESS)
