"""Words of abuse and of violence against a person: recall goes before precision here."""

from emosapp_data.checks.safety.rule import Rule, rule, subject
from emosapp_data.checks.safety.words import KIN
from emosapp_data.schema import Flag

SUBSTANCE = (
    r"(?:substances?|drugs?|alcohol|opioids?|opiates?|cocaine|cannabis|marijuana|amphetamines?"
    r"|meth(?:amphetamine)?|heroin|medications?|stimulants?|steroids?"
    r"|laxatives?|polysubstance|prescription|nicotine|tobacco|inhalants?|painkillers?|chemical|pills?"
    r"|caffeine|ecstasy|mdma)"
)
HARMLESS = (
    rf"(?:{SUBSTANCE}(?: (?:and|or|and/or|&) | ?/ ?|, (?:and |or )?)?)+(?:-| )?(?:abus(?:e|es|ed|er|ers"
    r"|ing))(?: and dependence)?",
    r"abus(?:e|es|ed|ing) (?:of )?(?:(?:the|these|other|such|illegal|illicit|prescription|hard|both|any"
    rf"|his|her|their|my|your|more|multiple|certain|those) )*(?:(?:or|and) )?{SUBSTANCE}",
    rf"abused (?:or misused )?{SUBSTANCE}|{SUBSTANCE} of abuse|{SUBSTANCE} (?:(?:that|which) )?(?:is|are"
    r"|were|was)(?: (?:often|commonly|frequently|widely|also|most))* abused",
    r"abuse (?:potential|liability)|(?:potential|liability) (?:for|of) abuse",
    r"abuses? of (?:(?:the|a|such|this|these) )*(?:statistics?|terms?|terminology|notation|language"
    r"|power analys[ie]s|logic|data|tests?|words?|p[- ]values?|significance|math\w*|hospitality|trust)",
    r"(?:is|are|'s|s) (?:just |really |slowly )?killing (?:me|us)|murder mystery|get away with murder|blue murder",
    r"batter(?:ed|y|ies)? (?:of tests|life|pack)|test batter(?:y|ies)",
    r"(?:media|television|tv|video[- ]?games?|film|movie|screen|cartoon) violence|violence (?:in|on|of"
    r"|from) (?:(?:the|violent) )*(?:media|television|tv|video ?games?|films?|movies)"
    r"|violent (?:\w+ )?(?:video ?games?|media|movies?|films?|television|content|storms?|reactions?|cries"
    r"|crying|shaking|coughing|shivering|weather|eruptions?|collisions?|tornado\w*)|non-?violen(?:ce|t)",
)

ABUSE = Flag.ABUSE
HURT = (
    r"(?:hits?|hitting|beats?|beating|beaten|chok(?:es?|ed|ing)|strangl(?:es?|ed|ing)|slap(?:s|ped|ping)?"
    r"|punch(?:es|ed|ing)?|kick(?:s|ed|ing)?"
    r"|threaten(?:s|ed|ing)?|shov(?:es?|ed|ing)|grab(?:s|bed|bing)?|rap(?:es?|ed|ing)|molest(?:s|ed|ing)?"
    r"|attack(?:s|ed|ing)?|assault(?:s|ed|ing)?"
    r"|stalk(?:s|ed|ing)?|abus(?:es?|ed|ing)|bit(?:es?|ing)?|burn(?:s|ed|t|ing)?|whip(?:s|ped)"
    r"|tortur(?:es?|ed|ing)|hurt(?:s|ing)?|pinn(?:ed|ing)|drugg(?:ed|ing))"
)
RULES: tuple[Rule, ...] = (
    rule(ABUSE, 0.8, r"abus(?:e|es|ed|er|ers|ing|ive|ively|iveness)"),
    rule(
        ABUSE,
        0.9,
        r"rap(?:e|es|ed|ing|ist|ists)",
        r"r\*+p(?:e|ed|ist)|graped",
        r"molest\w*|incest\w*|pa?edophil\w*|grop(?:ed|ing)",
        r"batter(?:ed|er|ers|ing)(?: (?:wom[ae]n|wives|wife|partners?|spouses?|child(?:ren)?|person|by|men|man))?",
        r"maltreat\w*|mistreat\w*",
        r"(?:human |sex |child )*traffick(?:ed|ing|ers?)",
        r"sexual(?:ly)?(?: \w+)? (?:assault|violen|harass|exploit|coerc|violat|attack|touch|aggress|victim"
        r"|misconduct|predat|advances?)\w*",
        r"sextortion|child porn\w*|revenge porn\w*|csa",
    ),
    rule(
        ABUSE,
        0.9,
        r"(?:domestic|family|(?:intimate[- ])?partner|dating|marital|spousal|relationship|interpersonal"
        r"|physical|sexual|gender(?:[- ]based)?|gun|school|honou?r|emotional|verbal|youth|community|mob"
        r"|gang|workplace) violence",
        r"(?:victims?|survivors?|acts?|threats?|exposed|exposure|witness\w*|experienc\w+|use|cycle|history"
        r"|patterns?) (?:of |to |the )*(?:\w+ )?violence",
        r"(?:physically |sexually |became |becomes?|gets?|getting|got|is|was|being|turned|are|were) (?:so "
        r"|very |really |more )?violent",
        r"violent (?:relationships?|marriages?|households?|homes?|crimes?|attacks?|assaults?|men|man"
        rf"|offend\w+|acts?|towards?|to|with|{KIN})",
        r"violence (?:against|toward|towards|at home|in the (?:home|family))",
    ),
    rule(
        ABUSE,
        0.8,
        rf"{HURT}(?: (?:and|or) \w+)? (?:me|us)(?! (?:out|off|that|to|up a|with an idea|about|when i think"
        r"|like a|deeply)\b)",
        rf"{HURT} (?:my|his|her|their|your|a|our|the) (?:own |young |little |former |ex-|pregnant "
        rf"|step-?)*{KIN}(?! (?:out|off)\b)",
        r"got physical with (?:me|her|him|us)|(?:smash|slamm?|bash|thr[eo]w|pinn?|h[eo]ld|drag)(?:s|es|ed"
        r"|ing|ged)? (?:me|my (?:head|face|body)) (?:down|against|into|on|onto|to the|across)|chokings?"
        r"|forc(?:es?|ed|ing) (?:him|her|them)sel(?:f|ves) on(?:to)?",
    ),
    rule(
        ABUSE,
        0.6,
        r"(?:thoughts?|think(?:s|ing)?|thought|fantas\w+|dream(?:s|ing|ed|t)?|urges?|daydream\w*) (?:of"
        r"|about|to) (?:kill|murder|hurt|stab|rap|strangl|shoot)(?:e|ing)?",
        r"(?:covered in|left|had|have|with|full of) (?:\w+ )?bruises|bruis(?:es|ed|ing) (?:all over"
        r"|on (?:my|her|his))|threaten(?:s|ed|ing)? (?:to|my|us|everyone)(?! (?:leave|quit|validity))"
        r"|(?:made|makes|making|make|violent|verbal|death|his|her) threats?",
        r"(?:hits?|beats?|beating|beaten|choked?|chokes|choking|strangl\w+|slaps|slapped|slapping"
        r"|punch(?:es|ed|ing)|kick(?:s|ed|ing)|shoves|shoved|attacked|assault\w+|threaten(?:s|ed)"
        r"|threatening) (?:him|her|them|you|someone|somebody|children|women|people)",
        r"(?:been|is|are|am|was|were|being|got|get|gets|getting) (?:\w+ly )?(?:hit|beaten|choked|strangled|slapped"
        r"|punched|kicked|threatened|assaulted|attacked|stalked|whipped|tortured)(?! (?:out|up|off|by lightning|by (?:a"
        r"|an|the) (?:\w+ )?(?:car|truck|bus|hurricane|storm|ball|wave|dog|lion|virus)"
        r"|with a (?:\w+ )?(?:ball|lawsuit|bill))\b)",
        excuse=r"\bit (?:just |suddenly |really |then |finally )*|(?:computer|chess|record)[^.]{0,30}",
    ),
    rule(
        ABUSE,
        0.8,
        r"(?:beat(?:s|en|ing)?|beats) (?:(?:me|him|her|them|us|you|someone|up) ){1,2}(?:up|badly|so)?"
        r"|beat(?:en|ing)? up",
        r"(?:physical(?:ly)?|violent(?:ly)?|indecent(?:ly)?|aggravated) (?:assault|attack|harm|aggress|punish)\w*",
        r"assault(?:s|ed|ing|er)?",
        r"strangulation|stalk(?:er|ers|ing)|tortur(?:e|ed|ing)",
        r"restraining orders?|orders? of protection|protect(?:ive|ion) orders?|women'?s (?:shelter|refuge)|batterers?",
        r"harass(?:es|ed|ing|ment|er|ers)?",
    ),
    rule(
        ABUSE,
        0.9,
        r"(?:child|childhood|emotional|physical|parental|medical|severe|abuse (?:and|or)|or) neglect(?:ed"
        r"|ful)?|neglect(?:ed|ing|s)? (?:as a child|by (?:my|his|her|their) \w+"
        r"|(?:of )?(?:\w+ )?(?:child(?:ren)?|kids|infants?))|neglectful (?:par\w+|mother|father|family"
        r"|home)|(?:abused|neglected) (?:and|or) (?:neglected|abused)",
        r"(?:forc|coerc|pressur|manipulat|guilt)(?:es?|ed|ing)(?: (?:me|him|her|them|you|someone"
        r"|a \w+))? (?:into|to (?:have|perform|do)) (?:\w+ )?(?:sex\w*|oral|acts|things)",
        r"(?:touch(?:ed|es|ing)?|kiss(?:ed|es|ing)?) (?:me|him|her|them|us|my \w+) (?:inappropriate\w*"
        r"|sexual\w*|there|down there|in (?:ways|places)|without)|inappropriate(?:ly)? touch\w*",
        r"(?:genital|female) (?:genital )?(?:mutilation|cutting)|(?:forced|child) marriages?|honou?r killings?",
        r"coercive control\w*|without (?:my|his|her|their) consent|non-?consensual\w*",
    ),
    rule(
        ABUSE,
        0.6,
        r"homicid(?:e|es|al)",
        r"murder(?:s|ed|ing|er|ers|ous)?",
        r"(?:kill|stab|shoot|strangle|murder)(?:s|ed|ing|bed|bing)? (?:me|him|her|them|you|someone"
        r"|somebody|anyone|people|others|my|his wife|her husband)(?! (?:time|mood|buzz|vibe|inside"
        r"|with kindness|that|to see|when i|softly)\b)",
    ),
    rule(
        ABUSE,
        0.6,
        r"gas-?light(?:s|ed|ing|er)?",
        r"(?:controlling|possessive|domineering|cruel|narcissistic|toxic|manipulative|vindictive"
        rf"|dangerous) (?:and \w+ )?(?:{KIN}|relationships?|marriages?|man|men|household|famil(?:y|ies)"
        r"|behaviou?r)",
        r"bull(?:y|ies|ied|ying)|cyber-?bull\w+",
        r"(?:afraid|scared|terrified|frightened|fearful|fear|terror) of (?:my|his|her|their|your) (?:own "
        rf"|ex-?|abusive )*{KIN}",
        r"(?:sexual|childhood|interpersonal|relational) trauma|trauma bond\w*",
        r"(?:being |was |were |been |child |online )groom(?:ed|ing)(?! (?:behavio|for)\w*)|groom(?:ed"
        r"|ing) (?:me|children|minors|victims|by)",
        r"(?:survivors?|victims?) (?:of|from) (?:trauma|incest|crime|assault|trafficking|war|torture)"
        r"|victimi[sz]\w+|re-?victimi\w+",
        r"intimidat(?:es?|ed|ing) (?:me|him|her|them|us|tactics|by|into)|intimidation|threat(?:s|ened|ens"
        r"|ening)? (?:to (?:kill|hurt|harm|leave me|take)|my life|violence|of (?:violence|harm))",
    ),
    rule(
        ABUSE,
        0.5,
        r"violen(?:ce|t|tly)|punching bag",
        r"spank(?:s|ed|ing|ings)?|corporal punishment|(?:punch|kick|throw|break|smash)(?:es|ed|ing"
        r"|s)? (?:holes? in (?:the|my|our|his) |walls?|things|objects|stuff|furniture|dishes)(?: in| at me| at her)?",
    ),
)
SUBJECT = subject(RULES, HARMLESS)
