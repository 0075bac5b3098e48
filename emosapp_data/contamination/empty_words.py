"""Words that say nothing of what a question asks about."""

EMPTY = frozenset(
    # closed classes of English: articles, pronouns, prepositions, conjunctions, auxiliaries, common adverbs
    """
    a about above after again against all also although always am among an and any are as at be because been before
    being below between both but by can cannot could did do does doing done down during each either else ever every few
    for from further had has have having he her here hers him his how however i if in into is it its itself just less
    like many may me might more most much must my neither never no nor not now of off on once only or other our out
    over own per rather same shall she should since so some such than that the their them then there these they this
    those through to too toward under until up upon us very was we were what when where whether which while who whom
    whose why will with within without would you your dont doesnt didnt isnt arent 1
    """.split()
    # the phrases of examinations: "Which of the following statements best describes ..."
    + """
    following best true false statement statements describe describes described example examples answer answers correct
    question questions called mean means refer refers define defined definition term person people likely explain
    """.split()
)
"""Written for English; in another language every word counts as content, which makes matches harder, not easier."""
