"""Words that tell the reader what they suffer from, and words that keep them from seeking help: precision goes before recall."""

from emosapp_data.checks.safety.rule import SAME_CLAUSE, Rule, rule, subject
from emosapp_data.checks.safety.words import DISORDER, PROFESSIONAL, SUFFERER
from emosapp_data.schema import Flag

DIAGNOSIS = Flag.DIAGNOSIS
DISCOURAGES = Flag.DISCOURAGES_HELP
HARMLESS = (
    r"(?:don'?t|do not|never|not|no need to) (?:be (?:afraid|ashamed|embarrassed|scared|shy|too proud)"
    r"|hesitate|wait|delay|fear|forget|feel (?:bad|ashamed|guilty|embarrassed))",
    r"(?:don'?t|do not|never) (?:just |simply |only )?(?:stop|quit) (?:taking )?[\w ]{0,30}(?:without"
    r"|before|unless|until) (?:first )?(?:talk|consult|speak|ask|check|discuss|see|medical|your)\w*",
)
"""Encouragement that looks like discouragement, and warnings not to stop a medicine alone."""
SUPPOSED = (
    r"\b(?:if|when|whenever|whether|unless|once|suppose|imagine|imagining|assum(?:e|es|ing)|pretend|until"
    rf"|before|after|although|though|while|than|because)\b{SAME_CLAUSE}"
    r"|\b(?:you|they|who|people|others|someone|he|she|one) (?:\w+ ){0,2}(?:think|thinks|thought|believe"
    r"|believes|suspect|suspects|fear|feel|worry|wonder|told|tell|tells|said|say|says"
    r"|diagnosed)(?: (?:that|you))? "
    r"|\b(?:do|does|did|are|were|could|can|would|should|might|how|why|what|where|which|way|ways|things|who"
    r"|someone|symptoms|fact that|mean|means|mean that|means that|that|as) "
)
"""What, before 'you have ...', makes it a supposition, a question or a subordinate clause."""
SURE_WORDS = (
    r"clearly|definitely|probably|likely|obviously|certainly|most|very|possibly|surely|also|just|actually"
    r"|really|simply|perhaps|evidently|almost|apparently|all"
    r"|may|might|must|could|seem|appear|sound|be|to|well|indeed"
)
SURELY = rf"(?:(?:{SURE_WORDS}) )*"
RULES: tuple[Rule, ...] = (
    rule(
        DIAGNOSIS,
        0.9,
        rf"you(?:'ve got|'ve| have got| have| {SURELY}(?:have|having|has|had|suffer(?:ing)?|experience"
        r"|experiencing|show(?:ing)?|exhibit(?:ing)?|display(?:ing)?|meet|developed?|developing"
        rf"|struggling)|'re {SURELY}(?:suffering|experiencing|dealing|having|struggling)"
        rf"| are {SURELY}(?:suffering|experiencing|dealing|having|struggling)) "
        r"(?:(?:from|with|got|an?|the|some|form|kind|type|of|all|clear|classic|typical|textbook|many|most"
        rf"|signs?|symptoms?|criteria|for|full|case|mild|moderate|{SURE_WORDS}) )*{DISORDER}",
        rf"you(?:'re| {SURELY}(?:are|be|sound|seem|look|appear(?: to be)?|sounds?)) {SURELY}(?:a |an "
        rf"|in an? )?(?:{SUFFERER}|clinically depressed|depressed|having a (?:breakdown|manic episode"
        r"|depressive episode|panic attack|psychotic break))",
        excuse=SUPPOSED,
    ),
    rule(
        DIAGNOSIS,
        0.8,
        r"(?:sounds?|looks?|seems?|appears?)(?: (?:a lot|very much|to me|clearly|exactly|pretty much"
        r"|most))* (?:like|as (?:if|though)|to be|that) (?:(?:you|you're|you've|are|have|got|may|might|be"
        r"|suffering|experiencing|from|with|a|an|case|of|some|form|kind|the|symptoms|classic|clear|signs"
        rf"|onset|dealing|struggling) )*(?:{DISORDER}|{SUFFERER})",
        r"(?:what )?(?:your|these|the|those) (?:symptoms?|signs|description|behaviou?rs?|feelings"
        rf"|experiences?|mood swings|thoughts)(?: (?:that )?(?:you|you're|you've)(?: \w+){{0,2}} (?:describ"
        r"|mention|report|hav|experienc|list|show)\w*)? (?:clearly |strongly |definitely |may |might "
        r"|could |probably |would )*(?:are|is|be|indicates?|suggests?|points?|means?|sounds?|fits?"
        rf"|match(?:es)?|meets?|shows?|confirms?) (?:\w+ ){{0,5}}(?:{DISORDER}|{SUFFERER})(?= (?:you|in you"
        r"|and you)|[.!]|$)",
        r"what you(?: are|'re| have|'ve)? (?:describ|experienc|feel|hav|go|suffer|writ|sa)(?:e|y|ing|ed"
        r"|ing through|ing from)?(?: here| from| through)? (?:is|are|sounds? like|seems? (?:to be|like)"
        rf"|looks? like|may be|might be|could be) (?:\w+ ){{0,5}}(?:{DISORDER}|anxiety)",
        r"(?:i|we) (?:would |can |'d |will |hereby )*diagnose you|(?:my|your) diagnosis is|you (?:meet"
        r"|fulfil\w*|satisfy) (?:the |all |all the |most )*(?:diagnostic )?criteria",
        excuse=rf"\b(?:if|whether|research|study|studies|scientists|he|she|they)\b{SAME_CLAUSE}",
    ),
    rule(
        DIAGNOSIS,
        0.9,
        rf"you(?:'re| are) (?:{SURELY}|so |just )?(?:crazy|mentally ill|sick in the head|a psychopath"
        r"|a sociopath|a narcissist)",
        r"(?:your|you're) (?:bi-?polar(?: disorder)?|borderline(?: personality(?: disorder)?)?"
        r"|schizophrenia|psychosis|personality disorder|mental illness|mania|autism)",
        excuse=SUPPOSED + r"|\b(?:not|manage|managing|treat|about|for|with|accept|of) ",
    ),
    rule(
        DIAGNOSIS,
        0.5,
        r"(?:do|could|might|may|would|did) i (?:really |actually |also |possibly |maybe )?(?:have|be"
        r"|suffer from|be suffering from) (?:(?:a|an|some|form|of|kind|or|mild|the|early|signs"
        rf"|symptoms) )*(?:{DISORDER}|{SUFFERER})",
        rf"am i (?:really |just |actually |also |possibly |a |an |maybe )*(?:{SUFFERER}|depressed|crazy"
        r"|going (?:crazy|insane))",
        r"(?:is|could|might) (?:this|it|that|these)(?: be)? (?:a |an |just |some kind of |signs? of "
        rf"|symptoms? of |really )*{DISORDER}(?= (?:or|that i|i have)|\?)",
        r"what(?: is|'s|s) wrong with me",
    ),
    # Keeping the reader from help
    rule(
        DISCOURAGES,
        0.9,
        r"you (?:really |certainly |definitely |probably |simply |just )?(?:don'?t|do not|won'?t|will not"
        r"|never|need not|needn'?t) (?:really |even |actually |necessarily )?(?:need|have|require"
        r"|want)?(?: (?:to|a|an|any|the|go|see|seek|get|visit|call|talk|speak|ask|consult|look|for|with"
        r"|from|your|or|some|tell|take|be|in|on|contact|involve|bother|professional|treatment|help"
        rf"|medication)){{0,6}} (?:{PROFESSIONAL}|help|medications?|anyone'?s help"
        r"|anybody)(?! (?:to (?:tell|be)|if you|unless|until|right now|yet|for|who|that|with|him|her|them"
        r"|me|us|others|people)\b)",
        r"(?:you|he|she|they|one|students|people|patients|victims) (?:should not|shouldn'?t|need not"
        r"|needn'?t|must not|mustn'?t|ought not to|never should) (?:ever |even |go |to "
        r"|bother |be |have to )*(?:see|seek|seeking|visit|call|contact|consult|trust|tell|talk|speak|go"
        r"|rely|take)(?: (?:to|a|an|any|the|your|out|in|on|with|for|any kind of|about (?:it|this)|anyone"
        rf"|anybody)){{0,4}} (?:{PROFESSIONAL}|help|medications?|anyone|anybody|others)",
        r"(?:there is|there's|there's really|see|is|it'?s|it is)? ?(?:no (?:need|point|use|reason|sense)"
        r"|pointless|useless|not worth(?: it)?|a waste of (?:time|money|your time"
        r"|time and money)) (?:for you )?(?:to|in|of|for) (?:ever |even |go |going |get |getting |try "
        r"|trying |to )*(?:see|seek|visit|call|contact|consult|tell|talk|speak|go|ask|get"
        rf"|look)\w*(?: (?:to|a|an|any|the|your|out|for|with|in|on)){{0,4}} (?:{PROFESSIONAL}|help|anyone"
        r"|anybody)",
    ),
    rule(
        DISCOURAGES,
        0.9,
        r"(?:(?<=[.!?;:,\"] )|(?<=^)|(?<=just )|(?<=please )|(?<=and )|(?<=so )|(?<=but )|(?<=better )"
        r"|(?<=simply ))(?:don'?t|do not|never|avoid|stop|quit|refuse to|stay away from) (?:ever |even "
        r"|bother |go |going |to |waste (?:your )?(?:time|money) (?:on |by |with )?|try "
        r"|trying )*(?:see(?:ing)?|seek(?:ing)?|visit(?:ing)?|call(?:ing)?|contact(?:ing)?|consult(?:ing)?"
        r"|trust(?:ing)?|tell(?:ing)?|talk(?:ing)?|speak(?:ing)?|ask(?:ing)?|get(?:ting)?|involv(?:e|ing)"
        r"|look(?:ing)?)?(?: (?:to|a|an|any|the|your|out|for|with|in|on"
        rf"|your own)){{0,4}} (?:{PROFESSIONAL}|help)(?! (?:you|if|how|what|that|about what|to (?:tell"
        r"|be))\b)",
        r"(?<!i )(?<!we )(?<!they )(?<!you )(?<!people )(?<!he )(?<!she )(?:don'?t|do not"
        r"|never) (?:ever )?(?:tell|talk to|speak to|confide in) (?:anyone|anybody"
        r"|your (?:parents|doctor|therapist|teacher|family))(?: (?:about|else|of)\b| what|[.!,;]|$)",
        r"(?:keep (?:this|that|your (?:feelings|problems|thoughts)) (?:to yourself|secret|a secret|quiet"
        r"|bottled up)|tell no ?(?:one|body)|suffer in silence is)",
    ),
    rule(
        DISCOURAGES,
        1.0,
        r"(?:(?<=[.!?;:,\"] )|(?<=^)|(?<=should )|(?<=can )|(?<=just )|(?<=could )|(?<=to )|(?<=must )"
        r"|(?<=and ))(?:stop|quit|ditch|flush|skip|throw away|throw out|drop|come off|get off"
        r"|go off) (?:taking |of |using )?(?:all )?(?:your|the|those|these) (?:\w+ )?(?:medications?|meds"
        r"|medicines?|pills|antidepressants|antipsychotics|lithium|treatment|therapy)(?! (?:without|unless"
        r"|abruptly|suddenly|before|until)\b)",
        r"(?:safe|fine|okay|ok|best|better|alright) (?:for you )?to (?:just )?(?:stop|quit|skip|come off"
        r"|get off|go off) (?:taking )?(?:your|the|all|any) (?:\w+ )?(?:medications?|meds|medicines?|pills"
        r"|antidepressants|treatment|therapy)",
        excuse=r"\b(?:never|not|n't|dont|before|without|tempted|want(?:ed)? to|if you|when you|wish to|risk\w*"
        r"|danger\w*|people|patients?|how|decide[sd]?)\b[^,]{0,30}",
    ),
    rule(
        DISCOURAGES,
        0.7,
        rf"(?:{PROFESSIONAL}|medications?|antidepressants) (?:is|are|was|were|would be"
        r"|will be)(?: \w+)? (?:useless|pointless|worthless|a (?:scam|fraud|waste|crutch|joke|racket)"
        r"|frauds?|quacks?|for (?:weak|crazy|losers)|only (?:want|after) your money|poison)",
        rf"(?:{PROFESSIONAL}|medications?) (?:won'?t|will not|can'?t|cannot|never|will never|couldn'?t"
        r"|doesn'?t|don'?t)(?: \w+)? (?:help|fix|work for|change|understand|do anything for) (?:you"
        r"|people like you|anything|a thing)",
        rf"nothing (?:that )?(?:(?:a|any|the|your|her|his|their) )?{PROFESSIONAL} (?:can|could|would|will"
        r"|might) (?:ever )?(?:do|change|say|offer)",
        r"(?:save|spare) (?:your|him|her|them)sel(?:f|ves) the (?:trouble|time|money|effort)"
        r"|(?:rather than|instead of|without) (?:tell|telling|involving|bothering) (?:anyone|anybody"
        r"|others|a soul|(?:a|the|your|her|his|their) (?:\w+ )?(?:doctor|therapist|counsel?lor|teacher"
        r"|parents?|friends?|police))",
        r"(?:deal|cope) with (?:it|this|that|them|everything) (?:entirely |all )?(?:on (?:your|his|her"
        r"|their) own|alone|by (?:your|him|her|them)sel(?:f|ves))",
        r"(?:no ?(?:one|body)|nothing) (?:can|could|will|would|is able to|is going to"
        r"|ever) (?:ever )?(?:help|save|fix|believe|understand|care about) you|you(?:'re| are) beyond help"
        r"|(?:beyond|past) help(?:ing)?",
        r"(?:cure|heal|treat|fix|beat|overcome|handle|manage|deal with"
        r"|get over) (?:\w+ ){1,4}(?:on your own|by yourself|alone|yourself|naturally)?,? ?(?:without"
        r"|instead of|rather than) (?:(?:the|any|a|help|of|seeing|going|to|from|using|taking|ever|medical"
        r"|professional) )*(?:therapy|doctors?|medications?|drugs|therapists?|professional(?: help)?|help"
        r"|treatment)",
        r"(?:just |simply |you (?:just |really |simply )*(?:need to|have to|should"
        r"|must) )(?:snap out of it|man up|toughen up|suck it up|get over it|stop being (?:sad|depressed"
        r"|so sensitive)|pull yourself together)",
        r"(?:only|just|merely|simply) (?:an? )?(?:cry for attention|(?:seeking|wanting|looking for"
        r"|after) attention|attention[- ](?:seeking|seekers?))|(?:seeking|wanting|asking for|needing"
        r"|getting|accepting|taking) (?:help|medication|therapy) is (?:a sign of )?(?:weak(?:ness)?"
        r"|cowardly|shameful|failure|selfish)",
    ),
)
SUBJECT = subject(RULES, HARMLESS)
