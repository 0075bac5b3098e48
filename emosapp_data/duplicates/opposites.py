"""Words and their opposites: a list, and prefixes that turn a word round."""

from collections.abc import Iterator

COUPLES = (
    "high/low higher/lower highest/lowest more/less more/fewer most/least many/few much/little large/small "
    "big/small great/small greater/smaller larger/smaller bigger/smaller greater/less greater/lesser greatest/least "
    "major/minor maximum/minimum maximal/minimal up/down upper/lower above/below over/under rise/fall rises/falls "
    "rising/falling rose/fell raise/lower grow/shrink expand/contract gain/lose gain/loss win/lose "
    "strengthen/weaken strong/weak stronger/weaker heavy/light long/short longer/shorter longest/shortest "
    "tall/short wide/narrow broad/narrow thick/thin deep/shallow fast/slow faster/slower quick/slow early/late "
    "earlier/later before/after previous/next first/last former/latter initial/final begin/end start/stop start/end "
    "start/finish open/close opened/closed open/closed old/new old/young older/younger ancient/modern past/future "
    "past/present recent/remote temporary/permanent good/bad better/worse best/worst improve/worsen right/wrong "
    "right/left correct/wrong true/false positive/negative plus/minus pros/cons benefit/harm benefit/risk "
    "helpful/harmful safe/dangerous hot/cold warm/cold warm/cool dry/wet hard/soft hard/easy difficult/easy "
    "simple/complex light/dark day/night full/empty rich/poor clean/dirty loud/quiet rough/smooth near/far "
    "close/distant here/there in/out into/from inside/outside inner/outer on/off with/without for/against to/from "
    "toward/away towards/away top/bottom front/back left/right east/west north/south always/never often/rarely "
    "often/seldom frequently/rarely usually/rarely sometimes/never all/none all/some every/no everyone/nobody "
    "everything/nothing both/neither common/rare common/uncommon general/specific global/local universal/particular "
    "public/private formal/informal concrete/abstract whole/part same/different similar/different alike/different "
    "equal/unequal together/apart together/alone alone/accompanied present/absent presence/absence include/exclude "
    "accept/reject accept/refuse agree/disagree allow/forbid allow/prevent permit/prohibit enable/prevent "
    "promote/prevent promote/inhibit promote/hinder facilitate/inhibit facilitate/impair facilitate/hinder "
    "enhance/impair enhance/reduce stimulate/inhibit excite/inhibit excitation/inhibition excitatory/inhibitory "
    "activate/inhibit activator/inhibitor agonist/antagonist approach/avoid approach/avoidance attack/defend "
    "attract/repel add/subtract add/remove multiply/divide give/take give/receive send/receive sender/receiver "
    "buy/sell teach/learn teacher/student parent/child therapist/client doctor/patient cause/effect cause/prevent "
    "stimulus/response input/output encoding/retrieval encode/retrieve storage/retrieval store/retrieve "
    "remember/forget remembering/forgetting recall/recognition learn/unlearn acquisition/extinction "
    "reward/punishment reward/punish reinforce/punish reinforcement/punishment reinforcer/punisher "
    "conscious/unconscious voluntary/involuntary automatic/controlled active/passive acute/chronic "
    "implicit/explicit internal/external intrinsic/extrinsic introvert/extrovert introverted/extroverted "
    "introversion/extraversion introverted/extraverted subjective/objective qualitative/quantitative "
    "independent/dependent experimental/control nature/nurture innate/learned inborn/acquired genetic/environmental "
    "hereditary/environmental congenital/acquired sensory/motor afferent/efferent ascending/descending "
    "anterior/posterior ventral/dorsal lateral/medial proximal/distal superior/inferior rostral/caudal "
    "ipsilateral/contralateral sympathetic/parasympathetic central/peripheral cortical/subcortical "
    "depolarize/hyperpolarize presynaptic/postsynaptic bottom/top male/female man/woman men/women boy/girl "
    "boys/girls husband/wife mother/father son/daughter brother/sister masculine/feminine he/she his/her him/her "
    "happy/sad happiness/sadness joy/sorrow love/hate calm/anxious calm/excited relaxed/tense pleasant/painful "
    "pleasure/pain pleasant/unpleasant optimist/pessimist optimistic/pessimistic optimism/pessimism brave/cowardly "
    "kind/cruel friend/enemy trust/distrust praise/criticism praise/blame success/failure succeed/fail "
    "succeeds/fails pass/fail life/death live/die alive/dead birth/death healthy/sick healthy/ill health/illness "
    "wake/sleep awake/asleep sane/insane normal/abnormal adaptive/maladaptive functional/dysfunctional "
    "mania/depression manic/depressive convergent/divergent inductive/deductive valid/invalid reliable/unreliable "
    "significant/insignificant random/systematic fluid/crystallized assimilation/accommodation secure/insecure "
    "individualistic/collectivistic individualism/collectivism optional/mandatory allowed/forbidden likely/unlikely "
    "possible/impossible accelerate/decelerate ally/opponent majority/minority supply/demand absorb/emit"
).split()
PREFIXES = (
    "hyper/hypo retro/antero retro/pro over/under pre/post ante/post intro/extro intro/extra intra/extra "
    "intra/inter inter/exter in/ex im/ex in/de in/out up/down en/de af/ef pro/anti macro/micro endo/exo homo/hetero "
    "mono/poly uni/multi uni/bi mini/maxi sub/super ab/ad fore/hind ortho/hetero eu/dys exo/endo syn/a eu/a pro/re "
    "as/des con/di ac/de"
).split()
TURNING = "un in im il ir dis non anti counter mal mis de ab a an under over re".split()
"""Prefixes that turn a word round by themselves: aware, unaware."""
SHORTEST = 3
"""Letters that must follow the prefixes, so that 'in' and 'ex' are not opposites by themselves."""
SHORTEST_TURNED = 4
"""Letters of a word that a prefix alone turns round."""
ENDINGS = "s es d ed ing ly r er st est al ally".split()


def _both_ways(couples: list[str]) -> frozenset[tuple[str, str]]:
    split = [tuple(couple.split("/")) for couple in couples]
    return frozenset((pair[way], pair[1 - way]) for pair in split for way in (0, 1))


LISTED = _both_ways(COUPLES)
SWAPPED = _both_ways(PREFIXES)


def are_opposites(one: str, other: str) -> bool:
    """Whether two folded words are opposites, by the list or by their prefixes. It errs on the side of saying so."""
    if any((left, right) in LISTED for left in _bases(one) for right in _bases(other)):
        return True
    if (
        one.endswith(("ful", "less"))
        and other.endswith(("ful", "less"))
        and one.removesuffix("less") == other.removesuffix("ful")
    ):
        return True
    if one.endswith("ful") and other.endswith("less") and one.removesuffix("ful") == other.removesuffix("less"):
        return True
    shared = _common_end(one, other)
    for length in range(shared, SHORTEST - 1, -1):
        front, back = one[: len(one) - length], other[: len(other) - length]
        if (front, back) in SWAPPED:
            return True
        if length >= SHORTEST_TURNED and ((not front and back in TURNING) or (not back and front in TURNING)):
            return True
    return False


def _bases(word: str) -> Iterator[str]:
    """The word and what it may be an inflection of."""
    yield word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            yield word[: -len(ending)]
            if ending in ("ed", "ing", "er", "est"):
                yield word[: -len(ending)] + "e"


def _common_end(one: str, other: str) -> int:
    """How many letters two words share at their ends."""
    length = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        length += 1
    return length
