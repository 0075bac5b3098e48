"""Words that several subjects share, as pieces of regular expressions over folded text."""

SELF = (
    r"(?:my ?self|your ?sel(?:f|ves)|him ?self|her ?self|it ?self|one'?s ?self|them ?sel(?:f|ves)|our ?selves|oneself)"
)
OWN = r"(?:my|your|his|her|their|our|one's|someone's)"
NOT = r"(?:don'?t|do not|does not|doesn'?t|didn'?t|did not|not|no longer|never)"
DISORDER = (
    r"(?:(?:major |clinical(?:ly)? |severe |chronic |postpartum |manic |persistent "
    r"|seasonal )*(?:depress(?:ion|ive disorder)|dysthymia)"
    r"|bi-?polar(?: disorder)?|mania|cyclothymia|(?:borderline|narcissistic|antisocial|avoidant|dependent"
    r"|histrionic|schizoid|schizotypal|paranoid)"
    r"(?: personality(?: disorder)?)|bpd|npd|schizo(?:phrenia|affective disorder)|psychosis|ptsd|c-?ptsd"
    r"|post-?traumatic stress(?: disorder)?"
    r"|ocd|obsessive[- ]compulsive disorder|adhd|attention[- ]deficit\S*|autism|asperger'?s"
    r"|(?:generali[sz]ed |social |separation )*anxiety disorder"
    r"|gad|panic disorder|(?:social|separation|health|performance|general|generali[sz]ed|severe|chronic"
    r"|clinical) anxiety|agoraphobia|(?:social )?phobia|anorexia|bulimia|(?:an )?eating disorder"
    r"|dissociative \w+ disorder"
    r"|(?:a |an |some )?(?:mental|personality|mood|adjustment|psychotic|conduct|substance use|attachment"
    r"|psychiatric) (?:disorder|illness)"
    r"|dementia|alzheimer'?s|insomnia|a chemical imbalance)"
)
"""Disorders, as one speaks of having them."""
SUFFERER = (
    r"(?:clinically depressed|bi-?polar|borderline|schizo(?:phrenic|affective)?|psychotic|autistic"
    r"|anorexic|bulimic|manic|manic[- ]depressive"
    r"|mentally (?:ill|sick|unstable|disturbed)|insane|paranoid|delusional|a (?:narcissist|psychopath"
    r"|sociopath|borderline|schizophrenic|hypochondriac)"
    r"|an? (?:alcoholic|addict|drug addict))"
)
"""What one calls somebody who has a disorder."""
PROFESSIONAL = (
    r"(?:therap(?:ists?|y)|counsel(?:l?ors?|l?ing)|psychologists?|psychiatrists?|psychotherap(?:ists?|y)"
    r"|doctors?|shrinks?|gps?|physicians?"
    r"|(?:professional|medical|outside|psychological|psychiatric|mental health) (?:help|care|support"
    r"|advice|treatment|professionals?)|professionals?"
    r"|social workers?|hotlines?|helplines?|crisis lines?|lifeline|988|911|999|112|(?:the )?(?:police"
    r"|hospital|emergency (?:room|services))|rehab|treatment)"
)
"""Who helps."""
KIN = (
    r"(?:m[uo]m(?:my|ma)?|mother|dad(?:dy)?|father|step-?(?:mother|father|dad|mom|son|daughter|brother"
    r"|sister)|parents?|sons?|daughters?|child(?:ren)?|kids?|bab(?:y|ies)"
    r"|brothers?|sisters?|siblings?|wi(?:fe|ves)|husbands?|partners?|spouses?|boyfriends?|girlfriends?|bf"
    r"|gf|ex(?:-\w+)?|uncle|aunt|cousin|grand(?:mother|father|ma|pa|parents)"
    r"|fianc[e]+|niece|nephew)"
)
"""Relatives and partners."""
