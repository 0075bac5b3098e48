"""Words of medication, of its dose, and of stopping it: precision goes before recall here.

The names are the substances of the WHO's ATC groups N03 (as mood stabilizers), N05, N06 and N07B that general psychology books name, with
their common brand names.
"""

from emosapp_data.checks.safety.rule import Rule, rule, subject
from emosapp_data.schema import Flag

MEDICATION = Flag.MEDICATION
SUBSTANCES = """
    fluoxetine sertraline paroxetine citalopram escitalopram fluvoxamine venlafaxine desvenlafaxine duloxetine bupropion mirtazapine
    trazodone nefazodone amitriptyline nortriptyline imipramine desipramine clomipramine doxepin phenelzine tranylcypromine moclobemide
    agomelatine vortioxetine vilazodone esketamine reboxetine
    prozac zoloft paxil celexa lexapro luvox effexor pristiq cymbalta wellbutrin remeron anafranil tofranil elavil nardil parnate
    diazepam lorazepam alprazolam clonazepam oxazepam temazepam chlordiazepoxide midazolam triazolam zolpidem zopiclone eszopiclone zaleplon buspirone
    hydroxyzine propranolol valium ativan xanax klonopin librium halcion ambien lunesta buspar vistaril
    haloperidol chlorpromazine fluphenazine perphenazine thioridazine clozapine olanzapine quetiapine risperidone aripiprazole ziprasidone
    paliperidone lurasidone haldol thorazine clozaril zyprexa seroquel risperdal abilify geodon latuda
    valproate divalproex carbamazepine lamotrigine topiramate gabapentin pregabalin depakote tegretol lamictal topamax neurontin lyrica lithobid
    methylphenidate dexmethylphenidate lisdexamfetamine atomoxetine guanfacine modafinil ritalin concerta adderall vyvanse strattera
    dexedrine provigil donepezil memantine rivastigmine galantamine aricept
    naltrexone buprenorphine suboxone methadone naloxone narcan disulfiram antabuse acamprosate varenicline chantix
    oxycodone oxycontin hydrocodone vicodin percocet fentanyl tramadol codeine ibuprofen paracetamol acetaminophen tylenol advil benadryl
    prazosin tamoxifen phenobarbital pentobarbital
""".split()
CLASSES = (
    r"(?:anti-?(?:depressants?|psychotics?|anxiety|convulsants?|epileptics?)|neuroleptics?|anxiolytics?"
    r"|benzo(?:diazepine)?s?|ssris?|snris?|maois?|tricyclics?"
    r"|barbiturates?|mood[- ]stabili[sz]ers?|sleeping (?:pills?|tablets?|aids?)|pain-?killers?"
    r"|tranquili[sz]ers?|stimulant (?:medications?|drugs?)|beta[- ]?blockers?"
    r"|selective serotonin re-?uptake inhibitors?|monoamine oxidase inhibitors?|opioid (?:analgesics?"
    r"|agonists?)|psychotropics?|psychopharmac\w+|pharmacotherap\w+)"
)
MEDS = rf"(?:medications?|medicines?|meds|pills?|tablets?|prescriptions?|{CLASSES}|{'|'.join(SUBSTANCES)}|lithium)"
HARMLESS = (
    r"(?:no|without (?:any )?|denie[sd] (?:any )?|non)[- ](?:prior |previous |current )?(?:(?:history"
    r"|use) of )?(?:\w+ )?(?:medication|drug) (?:use|history|intake)",
    r"no (?:prior |known |previous )?history of (?:\w+ )?medications?",
    r"(?:un-?medicated|(?:medication|drug)[- ](?:free|na[i]ve))",
    r"lithium[- ]ion(?: batter\w+)?|lithium batter\w+|(?:bitter|tough|hard) pills?|(?:graphics?|writing"
    r"|drawing|android|digital|computer|clay|stone|smartphones? and) tablets?|tablets? (?:computers?"
    r"|devices?|pc)",
    r"prescription (?:sun)?(?:glasses|lens(?:es)?|eyewear|goggles)|chill pills?"
    r"|laughter is the best medicine|(?:taste|dose) of (?:their|his|her|my|your) own medicine|magic pills?",
    r"(?:school|college|faculty|field|branch|practice|history|profession|journal|institute|doctor"
    r"|department|area) of (?:\w+ )?medicines?|medicine (?:and|or) (?:law|psychology|psychiatry|science"
    r"|engineering|biology)",
    r"(?:sports?|behaviou?ral|family|internal|veterinary|modern|western|eastern|chinese|traditional|sleep"
    r"|evidence-based|academic|alternative|psychosomatic) medicine(?! (?:to|for|and take))",
)
DOSE_UNIT = (
    r"(?:mg|milli-?grams?|mcg|ug|μg|micro-?grams?|ml(?= (?:daily|twice|per day|of (?:syrup|medic|solution)))|iu)"
)
RULES: tuple[Rule, ...] = (
    # A dose
    rule(
        MEDICATION,
        0.9,
        rf"\d+(?:[.,]\d+)? ?(?:-|to|or)? ?(?:\d+(?:[.,]\d+)? ?)?{DOSE_UNIT}(?! ?/ ?[dm]?l\b)(?: ?/ ?(?:kg|day)"
        r"| (?:a|per|each|every|twice|once) (?:day|night|week)| daily| at (?:night|bedtime))?"
        rf"(?! (?:of )?(?:water|saliva|blood|urine|sample|sodium|cholesterol|caffeine|sugar|solution)\b)",
        excuse=r"(?:volume|saliva|blood|sample|urine|plasma|buffer|cup|bottle)[^,]{0,30}",
    ),
    rule(
        MEDICATION,
        0.8,
        r"(?:dosages?|dosing)|(?:daily|maximum|recommended|high(?:er)?|low(?:er)?|starting|missed|double"
        rf"|your|my|usual|lethal|therapeutic|initial|a) doses?(?: of {MEDS}| (?:a"
        r"|per) day)?(?! of (?:reality|humou?r|fun|nature|vitamin|skepticism|scepticism|sunlight|optimism"
        r"|self))",
        r"(?:\d+|one|two|three|four|half an?|another|more|extra|fewer|enough|some|a few|several|handful of"
        r"|bottle of) (?:more |sleeping |pain |of (?:your|my|the|these) )*(?:pills|tablets?|capsules?)",
        r"(?:increas|lower|reduc|doubl|adjust|taper|skip|rais|halv|chang)(?:e|es|ed|ing|s|p?ing|ped"
        r"|ling)? (?:the|your|my|his|her|their|a|that|this) (?:\w+ )?dose",
    ),
    # Stopping, starting, taking
    rule(
        MEDICATION,
        1.0,
        r"(?:stop(?:s|ped|ping)?|quit(?:s|ting)?|discontinu(?:e|ed|es|ing)|skip(?:s|ped|ping)?|ceas(?:e|ed"
        r"|ing)|refus(?:e|es|ed|ing)|start(?:s|ed|ing)?|resum(?:e|ed|ing)) (?:to )?(?:tak(?:e"
        r"|ing) )?(?:(?:on|all|any|the|your|my|his|her|their|of|these|prescribed|psychiatric"
        rf"|daily) )*{MEDS}",
        r"(?:com(?:e|es|ing)|came|go(?:es|ing)?|went|gett?(?:ing)?|got|wean(?:s|ed|ing)?(?: (?:\w+self"
        r"|\w+))?|taper(?:s|ed|ing)?|be|being|been|am|is|are|was) off (?:of )?(?:(?:all|any|the|your|my"
        rf"|his|her|their|these|psychiatric) )*{MEDS}",
        rf"cold turkey|withdraw(?:al|n|ing)?(?: symptoms)? from (?:(?:the|your|my|his|her|their) )?{MEDS}"
        r"|off (?:my|your|his|her|their) meds",
    ),
    rule(
        MEDICATION,
        0.8,
        r"(?:tak(?:e|es|en|ing)|took|try|tried|trying|need(?:s|ed)?|prescrib(?:e|es|ed|ing)|(?:put|placed"
        r"|started|stay|am|is|are|was|been|being|be|keep) (?:me |him |her |you |them )?on|give[ns]?|gave"
        r"|using|recommend(?:s|ed)?|refill) (?:(?:to|the|a|an|any|some|your|my|his|her|their|of|these"
        r"|prescribed|psychiatric|daily|more|for|other|another|certain|strong|and|many|several|different"
        rf"|new|right|\w+ing) ){{0,3}}{MEDS}",
        r"prescrib(?:e|es|ed|ing|er|ers)(?= (?:\w+ ){0,3}(?:drug|medic|pill|anti|dose|by (?:a|my|your|his"
        r"|her) (?:\w+ )?(?:doctor|physician|psychiatrist)))",
        r"(?:prescription|over-the-counter|otc|psychiatric|psychoactive prescription) (?:drugs?|medic\w+|pills?|sleep)",
    ),
    # The word and the names alone
    rule(
        MEDICATION,
        0.6,
        r"medications?|meds|medicated|pharmaco(?:therap|logical treat|logical interven)\w*"
        r"|pharmaceutical (?:treat|interven)\w*|pharmacological (?:treatments?|interventions?|agents?"
        r"|therap\w+)",
        r"(?:pop(?:s|ped|ping)?|swallow(?:s|ed|ing)?|cocktail of|overdose of|therap(?:y|ists?|ies) (?:and"
        r"|or)) (?:\w+ )?pills",
        r"(?:drug|psychiatric drug|pharmacological) (?:treatments?|therap(?:y|ies)|prescriptions?)"
        r"|(?:psychiatric|antipsychotic|psychotropic|prescribed|prescription) drugs?",
        r"(?:my|your|his|her|their) (?:medicines?|pills|prescriptions?)|medicines? (?:to treat|that (?:treat|help))",
    ),
    rule(
        MEDICATION,
        0.6,
        CLASSES,
    ),
    rule(
        MEDICATION,
        0.7,
        rf"(?:{'|'.join(SUBSTANCES)})",
        r"lithium (?:carbonate|treatment|therapy|levels?|salts|toxicity)|(?:on|with|take|taking|takes|took"
        r"|prescribed|given) lithium",
        r"melatonin (?:supplements?|pills?|tablets?|doses?|treatment|therapy|agonists?)|(?:take|taking"
        r"|takes|took) (?:some )?(?:melatonin|insulin|ketamine)|ketamine (?:therapy|treatment|infusions?"
        r"|clinics?)|insulin (?:injections?|doses?)",
    ),
)
SUBJECT = subject(RULES, HARMLESS)
