"""Words that tell what a difference is about, as folding leaves them."""

NEGATIONS = frozenset(
    (
        "not no no, nor never none nobody nothing nowhere neither without cannot except unless lack lacks lacked lacking "
        "absence absent hardly barely scarcely fail fails failed failing refuse refuses refused deny denies denied "
        "avoid avoids avoided prevent prevents prevented instead rather unlike nt dont doesnt didnt isnt arent wasnt "
        "werent wont cant couldnt shouldnt"
    ).split()
)
MODALS = frozenset(
    (
        "must may might can could shall should will would ought need needs has have had want wants likely unlikely "
        "possibly possible probably probable perhaps maybe certainly certain surely definitely necessarily necessary "
        "optional mandatory required recommended allowed forbidden"
    ).split()
)
AMOUNTS = frozenset(
    (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand "
        "thousands million millions billion dozen half halves third thirds quarter quarters once twice thrice single "
        "double triple first second fourth fifth sixth seventh eighth ninth tenth all every each everyone everybody "
        "everything some someone any anyone most mostly many much more few fewer less least several both either only "
        "just solely exclusively always often frequently sometimes occasionally usually generally typically rarely "
        "seldom ever majority minority entire entirely whole wholly partly partially completely almost nearly about "
        "approximately enough too daily weekly monthly yearly annually"
    ).split()
)
FILLERS = frozenset(
    "a an the very really quite basically actually simply essentially also indeed please then thus that".split()
)
"""Words whose coming and going adds nothing. "Just" and "only" are amounts: they may limit what is said."""
SAYING_LITTLE = FILLERS | frozenset(
    (
        "what is are was were do does did who whom whose which when where why how would could can you we one your this "
        "these those for on at with from and or it if be been has have had to in by as tell me us give name state "
        "explain describe define definition meaning mean means meant term called known"
    ).split()
)
"""Words that do not tell what a question asks for."""
NO_PLURALS = frozenset("means goods morals news customs spirits arms".split())
"""Words that mean something else than what they would be the plural of."""
SOME = (" a few ", " a little ")
SPELLINGS = (
    ("our", "or", 5),
    ("ae", "e", 5),
    ("oe", "e", 5),
    ("tre", "ter", 6),
    ("ence", "ense", 7),
    ("ogue", "og", 7),
    ("ise", "ize", 7),
    ("isi", "izi", 7),
    ("isa", "iza", 7),
    ("yse", "yze", 7),
    ("ysi", "yzi", 7),
    ("lled", "led", 7),
    ("lling", "ling", 7),
    ("ement", "ment", 7),
)
"""British and American spellings, and the letters of the shortest word that has both: 'filled' and 'filed' are two words."""
