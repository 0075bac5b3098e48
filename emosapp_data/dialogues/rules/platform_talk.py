r"""Rule: what is said about the crowdsourcing task is no support, and is not trained on.

ESConv was collected on Amazon Mechanical Turk, and its speakers say so: "please press quit and take the survey". All
38,365 messages of its 1,300 dialogues were searched with wide words (hit, survey, button, minutes, paid, end of the
chat, ...), and what was found was read. It is of two kinds:

- **about the task itself** (`TASK`): how the chat is ended, the survey, the HIT, its pay, the minutes and turns that it
  asks for, who plays which part. Such a message is flagged wherever it stands. The record keeps it; the view for
  training leaves out the whole message, since half of it would not be what its writer said. Most stand near the end.
- **the platform as a part of life** (`NAMED`): "I am doing MTurk for a second job". That is the seeker's trouble or the
  supporter's advice, and answers refer to it: it is flagged, and stays.

In ESConv 269 messages in 193 dialogues are of the first kind, 75 of the second; without the first, 14,496 pairs of user
and assistant are left of 14,642.

Two kinds of pattern. The sure ones count anywhere. Words that also have another sense count only among a dialogue's
last messages: to "end the conversation" is, in the middle of a dialogue, what one does with a friend who talks too
long. "Hit" counts as a HIT only in capitals, or as "this hit" that is done, taken or paid: not "hit me hard", "covid
hit", "hit the nail on the head".
"""

import re

from emosapp_data.schema import PlatformTalk

LAST = 12
"""Messages at the end of a dialogue in which the less sure patterns count."""

CLOSE = r"(end|close|closing|ending|quit|exit|finish|wrap up)"
CHAT = r"(chat|conversation|convo|session|discussion|dialog\w*)"

SURE = (
    # The buttons that end the chat, and the survey behind them
    r"\b(press|pressing|hit|click|clicking|push|use)\W+(on\W+)?(the\W+)?(red\W+)?(button|finish|quit|end\b|exit|finali[sz]e)",
    r"\bpress(ing)?\W+(first\W+)?quit|\bhave to quit (from )?(your|first)",
    r"\b(quit|exit|finish|submit|finali[sz]e)\W+(and\W+\w+\W+)?(\w+\W+)?buttons?\b",
    r"\bfinish\W+(and|&)\W+quit\b|\bfinish/quit\b",
    r"\b(take|do|complete|fill(ing)? (out|in)|fill) (the|a|this|out the) (survey|question\w+)\b",
    r"\banswer a survey about\b",
    r"\b(this|the) (finish|quit|exit|end)\w* (button|option)\b|\bbutton on your end\b",
    r"\b(quit|finish|end|ending|close|press|button|submit|end it|inputs)\b.{0,60}\b(your|my|this|supporter) (end|side)\b(?! goal)",
    r"\bca(n'?t|nnot|n not) .{0,40}\b(from|on|at)? ?(my|this|mine|the supporter)( end| side)?\W*till? you",
    r"\b(need|have) to (quit|finish|end|close|submit)( it)?,? (first )?(from |on |at )?your end\b",
    # The HIT and its pay
    r"(?-i:\bHITs?\b)(?! (IT|ME|HIM|HER|THE|BY)\b)",
    r"\b(accept(ed)?|finish(ed)?|complet(ed?|ing)|close out|enjoyed|for|of|in|particular|end|do(ing|ne)?) (this|the|a) hit\b(?! (me|us|by|to|in)\b)",
    r"\bthis particular hit\b|\bclose out the (talk|chat|hit)\b",
    r"\baccepted this (survey|task|study)\b|\btried this study before\b",
    r"\bneither of us\b.{0,40}\bpaid\b|\byou (will|are|'re)( not| going)*( to)? (be|get) paid\b.{0,20}(for this|unless|if|$)",
    r"\bwill not get paid\b|\bpress quit and you\b|\bto get the full reward\b|\bmaximum bonus\b|\bbonus for this\b",
    r"\bex+r?tra payment at the end\b|\bso we can .{0,40}get paid\b",
    r"\bworker id\b|\bmturk to get them to\b",
    r"\btask for amazon\b|\bthis (mturk )?task\b.{0,30}\b(amazing|fun|too)\b|\blike this task\b|\bpart of the task\b",
    # The minutes and turns that the task asks for
    r"\b(15|fifteen|10|ten)[- ]?(min|mins|minute|minutes) mark\b",
    r"\b(at least|need|have|just need|says|exchanged|was this|done|until) .{0,25}\b(10|ten) (turns|messages|exchanges|inputs)\b",
    r"\b(ten|10) turns each\b|\bturns each\b",
    r"\b(passed|hit|over|spent|needed to only be|chatted for|talk(ed)? for) ?(our |the )?(15|fifteen) ?min",
    r"\b(hit|reached|met) (our|the) minimum\b",
    # Who plays which part
    r"\bsupport seeker\b|\bas a peer supporter\b|\bpeer-supporter instead\b|\bbeing the supporter here\b",
    r"\bsupposed to be (the )?supporter\b|\byou'?re the peer\b",
    r"\bthe upper box\b|\btopic of my problem\b.{0,30}\bscreen\b",
    r"\bfellow m?turk(er)?\b|\bhappy turking\b|\bhuman mturker\b|\bagain on (mturk|this forum)\b",
    r"\bare we allowed to\b.{0,20}\b(chat|talk)\b|\bwe'?re allowed to wrap\b|\bchat a bit more in order to\b",
)
"""Patterns that count wherever a message stands."""

AT_THE_END = (
    # To end the chat; not "the end of it", nor what somebody else ends. "To end it" alone is never read so: in a dialogue
    # of support it may be said of a life.
    rf"(?<!\bto )(?<!they )(?<!he )\b{CLOSE} (out )?(the|this|our) (support )?({CHAT}|hit|task)\b",
    rf"\b(have|need|supposed|remember|able|want|how|going|like|free|like me) to {CLOSE} (out )?(the|this|our) {CHAT}\b",
    rf"\b{CHAT} is over\b|\b(leave|close) (this|the) {CHAT}\b|\bmins to close\b",
    # To quit something is mostly to stop smoking or to leave a job
    r"\b(quit|finish|end) first\b.{0,25}\b(i can|i can'?t|take the|as i|before i|i'?m not)\b|\bfirst to press\b",
    r"\bplease can you (quit|finish)\b(?! \w+ing)|\bplease (quit|finish)\W*$|\byou can exit (if|the chat)\b|\bend this to get\b",
    r"\bquit\b.{0,30}\bsurvey\b|\bsurvey\b.{0,30}\bquit\b|\bpress quit\b|\bbefore pressing quit\b|\bif we quit before\b",
    r"\b(press|hit|click) (the )?(submit|finish|button)\b|\bsubmit button\b|\bpress finish\b|\bblue button\b|\bfinish and submit\b",
    r"\bquit option\b|\bquit the test\b|\btest will be su\w*mm?itt?ed\b|\bkindly,? end and finish\b|\bwant us to chat\b|\bfinishing the hit\b",
    r"\bfinish from your\b|\buse the provided feature\b|\buse the feature to finish|\bsubmit the test\b|\bsupporter cannot submit\b",
    r"\bwe\b.{0,20}\b(completed|finished),? the task\b|\bus to complete this task\b",
    r"\bend the task\b|\bthis task seems\b|\bthis is a very good task\b",
    r"\bdoing this (survey|task)\b|\bpretty decent hits\b|\b(full|earn the|won your) bonus\b|\bhopefully we get paid\b|\bpaid to be here\b",
    r"\bactually do it from my end\b|\b10 rounds\b|\b(15|fifteen) ?(mins?|minutes) (is up|past)\b|\bfifteen mins is up\b|^\W*fif?tee+n minute\W*$",
)
"""Patterns that count only among the last messages."""

NAMED = (r"\bm-?turk\w*\b", r"\b(mechanical|amazon) turk\w*\b", r"\bturk(er|ers|ing)\b", r"\bturk guru\b")
"""Names of the platform."""


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_SURE, _AT_THE_END, _NAMED = _any(SURE), _any(AT_THE_END), _any(NAMED)
WORD = re.compile("[a-z]+")
WORDS = frozenset(
    "quit quitting finish finished finishing exit submit finalize finalise button buttons end ending close closing survey"
    " question questions questionnaire questionarie hit hits paid reward bonus payment worker task study test minute minutes"
    " min mins mark minimum turns messages exchanges inputs rounds support supporter peer box topic forum allowed wrap"
    " chat conversation convo session discussion dialog dialogue leave feature till turker turkers turking turk".split()
)
"""Every pattern needs one of these words, or one with 'mturk' in it: a quick look that saves most messages the slow one."""


def platform_talk(text: str, left: int) -> PlatformTalk | None:
    """What a message has to do with the platform; none where it has nothing to do with it.

    Args:
        text: the message.
        left: how many messages follow it in its dialogue.
    """
    plain = text.lower()
    if WORDS.isdisjoint(WORD.findall(plain)) and "turk" not in plain:
        return None
    if _SURE.search(text) or (left < LAST and _AT_THE_END.search(text)):
        return PlatformTalk.TASK
    return PlatformTalk.NAMED if _NAMED.search(text) else None
