"""Hand-checked parses of sentences about events: "word tag head dep [lemma]" rows for `tests.analysis.parsed`."""

SENTENCES: dict[str, list[str]] = {
    # Police arrested three men in Leeds.
    "arrest": [
        "Police NNS 1 nsubj",
        "arrested VBD 1 ROOT arrest",
        "three CD 3 nummod",
        "men NNS 1 dobj man",
        "in IN 1 prep",
        "Leeds NNP 4 pobj",
        ". . 1 punct",
    ],
    # Brussels imposed sanctions on the firm.
    "light_verb": [
        "Brussels NNP 1 nsubj",
        "imposed VBD 1 ROOT impose",
        "sanctions NNS 1 dobj sanction",
        "on IN 2 prep",
        "the DT 5 det",
        "firm NN 3 pobj",
        ". . 1 punct",
    ],
    # The mayor said he had resigned.
    "reporting": [
        "The DT 1 det",
        "mayor NN 2 nsubj",
        "said VBD 2 ROOT say",
        "he PRP 5 nsubj",
        "had VBD 5 aux have",
        "resigned VBN 2 ccomp resign",
        ". . 2 punct",
    ],
    # The museum opened a wing for glass.
    "open_wing": [
        "The DT 1 det",
        "museum NN 2 nsubj",
        "opened VBD 2 ROOT open",
        "a DT 4 det",
        "wing NN 2 dobj",
        "for IN 2 prep",
        "glass NN 5 pobj",
        ". . 2 punct",
    ],
    # He opened the window.
    "open_window": ["He PRP 1 nsubj", "opened VBD 1 ROOT open", "the DT 3 det", "window NN 1 dobj", ". . 1 punct"],
    # The murder trial hurt the takeover battle.
    "compounds": [
        "The DT 2 det",
        "murder NN 2 compound",
        "trial NN 3 nsubj",
        "hurt VBD 3 ROOT",
        "the DT 6 det",
        "takeover NN 6 compound",
        "battle NN 3 dobj",
        ". . 3 punct",
    ],
    # Regulators launched an investigation into the bank.
    "investigation": [
        "Regulators NNS 1 nsubj regulator",
        "launched VBD 1 ROOT launch",
        "an DT 3 det",
        "investigation NN 1 dobj",
        "into IN 3 prep",
        "the DT 6 det",
        "bank NN 4 pobj",
        ". . 1 punct",
    ],
    # She stepped down during the game.
    "particle": [
        "She PRP 1 nsubj",
        "stepped VBD 1 ROOT step",
        "down RB 1 advmod",
        "during IN 1 prep",
        "the DT 5 det",
        "game NN 3 pobj",
        ". . 1 punct",
    ],
    # The plan is based on rules made in 2010 and includes parks.
    "stative": [
        "The DT 1 det",
        "plan NN 3 nsubjpass",
        "is VBZ 3 auxpass be",
        "based VBN 3 ROOT base",
        "on IN 3 prep",
        "rules NNS 4 pobj rule",
        "made VBN 5 acl make",
        "in IN 6 prep",
        "2010 CD 7 pobj",
        "and CC 3 cc",
        "includes VBZ 3 conj include",
        "parks NNS 10 dobj park",
        ". . 3 punct",
    ],
    # Nobody was injured, but two climbers are dead.
    "dead": [
        "Nobody NN 2 nsubjpass",
        "was VBD 2 auxpass be",
        "injured VBN 2 ROOT injure",
        ", , 2 punct",
        "but CC 2 cc",
        "two CD 6 nummod",
        "climbers NNS 7 nsubj climber",
        "are VBP 2 conj be",
        "dead JJ 7 acomp",
        ". . 7 punct",
    ],
    # The driver was charged with fraud by prosecutors.
    "passive": [
        "The DT 1 det",
        "driver NN 3 nsubjpass",
        "was VBD 3 auxpass be",
        "charged VBN 3 ROOT charge",
        "with IN 3 prep",
        "fraud NN 4 pobj",
        "by IN 3 agent",
        "prosecutors NNS 6 pobj prosecutor",
        ". . 3 punct",
    ],
    # Gunmen who attacked the convoy fled.
    "relative": [
        "Gunmen NNS 5 nsubj gunman",
        "who WP 2 nsubj",
        "attacked VBD 0 relcl attack",
        "the DT 4 det",
        "convoy NN 2 dobj",
        "fled VBD 5 ROOT flee",
        ". . 5 punct",
    ],
    # Soldiers killed by the blast were buried.
    "reduced": [
        "Soldiers NNS 6 nsubjpass soldier",
        "killed VBN 0 acl kill",
        "by IN 1 agent",
        "the DT 4 det",
        "blast NN 2 pobj",
        "were VBD 6 auxpass be",
        "buried VBN 6 ROOT bury",
        ". . 6 punct",
    ],
    # The judge ordered the banker to pay a fine.
    "control": [
        "The DT 1 det",
        "judge NN 2 nsubj",
        "ordered VBD 2 ROOT order",
        "the DT 4 det",
        "banker NN 2 dobj",
        "to TO 6 aux",
        "pay VB 2 xcomp",
        "a DT 8 det",
        "fine NN 6 dobj",
        ". . 2 punct",
    ],
    # Ministers from Chile and Peru met and signed a pact.
    "coordination": [
        "Ministers NNS 5 nsubj minister",
        "from IN 0 prep",
        "Chile NNP 1 pobj",
        "and CC 2 cc",
        "Peru NNP 2 conj",
        "met VBD 5 ROOT meet",
        "and CC 5 cc",
        "signed VBD 5 conj sign",
        "a DT 9 det",
        "pact NN 7 dobj",
        ". . 5 punct",
    ],
    # The killing of the guard by smugglers shocked Malta.
    "nominal_by": [
        "The DT 1 det",
        "killing NN 7 nsubj",
        "of IN 1 prep",
        "the DT 4 det",
        "guard NN 2 pobj",
        "by IN 1 prep",
        "smugglers NNS 5 pobj smuggler",
        "shocked VBD 7 ROOT shock",
        "Malta NNP 7 dobj",
        ". . 7 punct",
    ],
    # The army's attack on the village failed.
    "possessor": [
        "The DT 1 det",
        "army NN 3 poss",
        "'s POS 1 case",
        "attack NN 7 nsubj",
        "on IN 3 prep",
        "the DT 6 det",
        "village NN 4 pobj",
        "failed VBD 7 ROOT fail",
        ". . 7 punct",
    ],
    # Greece imposed sanctions against Mali.
    "sanctions": [
        "Greece NNP 1 nsubj",
        "imposed VBD 1 ROOT impose",
        "sanctions NNS 1 dobj sanction",
        "against IN 2 prep",
        "Mali NNP 3 pobj",
        ". . 1 punct",
    ],
    # The bank gave the city a loan.
    "dative": [
        "The DT 1 det",
        "bank NN 2 nsubj",
        "gave VBD 2 ROOT give",
        "the DT 4 det",
        "city NN 2 dative",
        "a DT 6 det",
        "loan NN 2 dobj",
        ". . 2 punct",
    ],
    # Mary and John visited Oslo.
    "joint": ["Mary NNP 3 nsubj", "and CC 0 cc", "John NNP 0 conj", "visited VBD 3 ROOT visit", "Oslo NNP 3 dobj", ". . 3 punct"],
    # His arrest in Lima ended the hunt.
    "his_arrest": [
        "His PRP$ 1 poss",
        "arrest NN 4 nsubj",
        "in IN 1 prep",
        "Lima NNP 2 pobj",
        "ended VBD 4 ROOT end",
        "the DT 6 det",
        "hunt NN 4 dobj",
        ". . 4 punct",
    ],
    # He stabbed the guard with a knife near the station on Monday.
    "instrument": [
        "He PRP 1 nsubj",
        "stabbed VBD 1 ROOT stab",
        "the DT 3 det",
        "guard NN 1 dobj",
        "with IN 1 prep",
        "a DT 6 det",
        "knife NN 4 pobj",
        "near IN 1 prep",
        "the DT 9 det",
        "station NN 7 pobj",
        "on IN 1 prep",
        "Monday NNP 10 pobj",
        ". . 1 punct",
    ],
    # The blast killed a boy.
    "blast": ["The DT 1 det", "blast NN 2 nsubj", "killed VBD 2 ROOT kill", "a DT 4 det", "boy NN 2 dobj", ". . 2 punct"],
    # Two climbers died on Monday.
    "died": [
        "Two CD 1 nummod",
        "climbers NNS 2 nsubj climber",
        "died VBD 2 ROOT die",
        "on IN 2 prep",
        "Monday NNP 3 pobj",
        ". . 2 punct",
    ],
    # The council demanded that Peru withdraw.
    "demand": [
        "The DT 1 det",
        "council NN 2 nsubj",
        "demanded VBD 2 ROOT demand",
        "that IN 5 mark",
        "Peru NNP 5 nsubj",
        "withdraw VBP 2 ccomp",
        ". . 2 punct",
    ],
    # The union rejected an offer from Acme.
    "rejected_offer": [
        "The DT 1 det",
        "union NN 2 nsubj",
        "rejected VBD 2 ROOT reject",
        "an DT 4 det",
        "offer NN 2 dobj",
        "from IN 4 prep",
        "Acme NNP 5 pobj",
        ". . 2 punct",
    ],
    # The protests called by the union spread.
    "called_by": [
        "The DT 1 det",
        "protests NNS 6 nsubj protest",
        "called VBN 1 acl call",
        "by IN 2 agent",
        "the DT 5 det",
        "union NN 3 pobj",
        "spread VBD 6 ROOT",
        ". . 6 punct",
    ],
    # The rebels will attack the port.
    "will": [
        "The DT 1 det",
        "rebels NNS 3 nsubj rebel",
        "will MD 3 aux",
        "attack VB 3 ROOT",
        "the DT 5 det",
        "port NN 3 dobj",
        ". . 3 punct",
    ],
    # The rebels may attack the port.
    "may": [
        "The DT 1 det",
        "rebels NNS 3 nsubj rebel",
        "may MD 3 aux",
        "attack VB 3 ROOT",
        "the DT 5 det",
        "port NN 3 dobj",
        ". . 3 punct",
    ],
    # The rebels did not attack the port.
    "did_not": [
        "The DT 1 det",
        "rebels NNS 4 nsubj rebel",
        "did VBD 4 aux do",
        "not RB 4 neg",
        "attack VB 4 ROOT",
        "the DT 6 det",
        "port NN 4 dobj",
        ". . 4 punct",
    ],
    # No shots were fired.
    "no_shots": ["No DT 1 det", "shots NNS 3 nsubjpass shot", "were VBD 3 auxpass be", "fired VBN 3 ROOT fire", ". . 3 punct"],
    # If the rebels attack the port, the army will retreat.
    "condition": [
        "If IN 3 mark",
        "the DT 2 det",
        "rebels NNS 3 nsubj rebel",
        "attack VBP 10 advcl",
        "the DT 5 det",
        "port NN 3 dobj",
        ", , 10 punct",
        "the DT 8 det",
        "army NN 10 nsubj",
        "will MD 10 aux",
        "retreat VB 10 ROOT",
        ". . 10 punct",
    ],
    # The rebels allegedly attacked the port.
    "allegedly": [
        "The DT 1 det",
        "rebels NNS 3 nsubj rebel",
        "allegedly RB 3 advmod",
        "attacked VBD 3 ROOT attack",
        "the DT 5 det",
        "port NN 3 dobj",
        ". . 3 punct",
    ],
    # The rebel was accused of attacking the port.
    "accused_of": [
        "The DT 1 det",
        "rebel NN 3 nsubjpass",
        "was VBD 3 auxpass be",
        "accused VBN 3 ROOT accuse",
        "of IN 3 prep",
        "attacking VBG 4 pcomp attack",
        "the DT 7 det",
        "port NN 5 dobj",
        ". . 3 punct",
    ],
    # The rebel denied attacking the port.
    "denied": [
        "The DT 1 det",
        "rebel NN 2 nsubj",
        "denied VBD 2 ROOT deny",
        "attacking VBG 2 xcomp attack",
        "the DT 5 det",
        "port NN 3 dobj",
        ". . 2 punct",
    ],
    # The rebels failed to attack the port.
    "failed": [
        "The DT 1 det",
        "rebels NNS 2 nsubj rebel",
        "failed VBD 2 ROOT fail",
        "to TO 4 aux",
        "attack VB 2 xcomp",
        "the DT 6 det",
        "port NN 4 dobj",
        ". . 2 punct",
    ],
    # The rebels left without attacking the port.
    "without": [
        "The DT 1 det",
        "rebels NNS 2 nsubj rebel",
        "left VBD 2 ROOT leave",
        "without IN 2 prep",
        "attacking VBG 3 pcomp attack",
        "the DT 6 det",
        "port NN 4 dobj",
        ". . 2 punct",
    ],
    # The rebels did not fail to attack the port.
    "did_not_fail": [
        "The DT 1 det",
        "rebels NNS 4 nsubj rebel",
        "did VBD 4 aux do",
        "not RB 4 neg",
        "fail VB 4 ROOT",
        "to TO 6 aux",
        "attack VB 4 xcomp",
        "the DT 8 det",
        "port NN 6 dobj",
        ". . 4 punct",
    ],
    # Workers protested to demand help from Brussels.
    "protest_for": [
        "Workers NNS 1 nsubj worker",
        "protested VBD 1 ROOT protest",
        "to TO 3 aux",
        "demand VB 1 advcl",
        "help NN 3 dobj",
        "from IN 4 prep",
        "Brussels NNP 5 pobj",
        ". . 1 punct",
    ],
    # Rebels detonated a bomb.
    "detonated": ["Rebels NNS 1 nsubj rebel", "detonated VBD 1 ROOT detonate", "a DT 3 det", "bomb NN 1 dobj", ". . 1 punct"],
    # Traders attacked freedom.
    "attacked_freedom": ["Traders NNS 1 nsubj trader", "attacked VBD 1 ROOT attack", "freedom NN 1 dobj", ". . 1 punct"],
    # Rebels slashed drivers.
    "slashed_drivers": ["Rebels NNS 1 nsubj rebel", "slashed VBD 1 ROOT slash", "drivers NNS 1 dobj driver", ". . 1 punct"],
    # Traders promoted profits.
    "promoted_profits": ["Traders NNS 1 nsubj trader", "promoted VBD 1 ROOT promote", "profits NNS 1 dobj profit", ". . 1 punct"],
    # Police allowed them to protest.
    "allowed": [
        "Police NNS 1 nsubj",
        "allowed VBD 1 ROOT allow",
        "them PRP 4 nsubj",
        "to TO 4 aux",
        "protest VB 1 ccomp",
        ". . 1 punct",
    ],
    # Police will allow them to protest.
    "will_allow": [
        "Police NNS 2 nsubj",
        "will MD 2 aux",
        "allow VB 2 ROOT",
        "them PRP 5 nsubj",
        "to TO 5 aux",
        "protest VB 2 ccomp",
        ". . 2 punct",
    ],
    # He resigned in order to protest.
    "in_order_to": [
        "He PRP 1 nsubj",
        "resigned VBD 1 ROOT resign",
        "in IN 1 prep",
        "order NN 2 pobj",
        "to TO 5 aux",
        "protest VB 3 acl",
        ". . 1 punct",
    ],
    # He denied the accusations.
    "denied_accusations": [
        "He PRP 1 nsubj",
        "denied VBD 1 ROOT deny",
        "the DT 3 det",
        "accusations NNS 1 dobj accusation",
        ". . 1 punct",
    ],
    # The rebels plan to attack the port.
    "plan": [
        "The DT 1 det",
        "rebels NNS 2 nsubj rebel",
        "plan VBP 2 ROOT",
        "to TO 4 aux",
        "attack VB 2 xcomp",
        "the DT 6 det",
        "port NN 4 dobj",
        ". . 2 punct",
    ],
    # The army may launch an attack.
    "may_launch": [
        "The DT 1 det",
        "army NN 3 nsubj",
        "may MD 3 aux",
        "launch VB 3 ROOT",
        "an DT 5 det",
        "attack NN 3 dobj",
        ". . 3 punct",
    ],
    # They will meet and sign a deal.
    "will_meet": [
        "They PRP 2 nsubj",
        "will MD 2 aux",
        "meet VB 2 ROOT",
        "and CC 2 cc",
        "sign VB 2 conj",
        "a DT 6 det",
        "deal NN 4 dobj",
        ". . 2 punct",
    ],
    # The army not only attacked the port but burned it.
    "not_only": [
        "The DT 1 det",
        "army NN 4 nsubj",
        "not RB 4 preconj",
        "only RB 2 advmod",
        "attacked VBD 4 ROOT attack",
        "the DT 6 det",
        "port NN 4 dobj",
        "but CC 4 cc",
        "burned VBD 4 conj burn",
        "it PRP 8 dobj",
        ". . 4 punct",
    ],
    # Prosecutors say the rebel wasn't arrested.
    "was_not": [
        "Prosecutors NNS 1 nsubj prosecutor",
        "say VBP 1 ROOT",
        "the DT 3 det",
        "rebel NN 6 nsubjpass",
        "was VBD 6 auxpass be",
        "n't RB 6 neg",
        "arrested VBN 1 ccomp arrest",
        ". . 1 punct",
    ],
    # The police believe that he attacked the port.
    "believe": [
        "The DT 1 det",
        "police NNS 2 nsubj",
        "believe VBP 2 ROOT",
        "that IN 5 mark",
        "he PRP 5 nsubj",
        "attacked VBD 2 ccomp attack",
        "the DT 7 det",
        "port NN 5 dobj",
        ". . 2 punct",
    ],
    # The police prevented an attack.
    "prevented": [
        "The DT 1 det",
        "police NNS 2 nsubj",
        "prevented VBD 2 ROOT prevent",
        "an DT 4 det",
        "attack NN 2 dobj",
        ". . 2 punct",
    ],
    # The mayor called for talks.
    "called_for": [
        "The DT 1 det",
        "mayor NN 2 nsubj",
        "called VBD 2 ROOT call",
        "for IN 2 prep",
        "talks NNS 3 pobj talk",
        ". . 2 punct",
    ],
    # Reporters asked him to leave.
    "asked_him": [
        "Reporters NNS 1 nsubj reporter",
        "asked VBD 1 ROOT ask",
        "him PRP 1 dobj",
        "to TO 4 aux",
        "leave VB 1 xcomp",
        ". . 1 punct",
    ],
    # A series of attacks hit Paris.
    "series": [
        "A DT 1 det",
        "series NN 4 nsubj",
        "of IN 1 prep",
        "attacks NNS 2 pobj attack",
        "hit VBD 4 ROOT",
        "Paris NNP 4 dobj",
        ". . 4 punct",
    ],
    # The opposition newspaper La Prensa closed.
    "apposition": [
        "The DT 2 det",
        "opposition NN 2 compound",
        "newspaper NN 5 nsubj",
        "La NNP 4 compound",
        "Prensa NNP 2 appos",
        "closed VBD 5 ROOT close",
        ". . 5 punct",
    ],
    # He is expected to be fired.
    "raising": [
        "He PRP 2 nsubjpass",
        "is VBZ 2 auxpass be",
        "expected VBN 2 ROOT expect",
        "to TO 5 aux",
        "be VB 5 auxpass",
        "fired VBN 2 xcomp fire",
        ". . 2 punct",
    ],
    # RANCHI - The minister apologised on Friday.
    "dateline": [
        "RANCHI NNP 4 nsubj",
        "- : 0 punct",
        "The DT 3 det",
        "minister NN 4 nsubj",
        "apologised VBD 4 ROOT apologise",
        "on IN 4 prep",
        "Friday NNP 5 pobj",
        ". . 4 punct",
    ],
    # The fire chief blamed the Lima protests.
    "institution": [
        "The DT 2 det",
        "fire NN 2 compound",
        "chief NN 3 nsubj",
        "blamed VBD 3 ROOT blame",
        "the DT 6 det",
        "Lima NNP 6 compound",
        "protests NNS 3 dobj protest",
        ". . 3 punct",
    ],
    # He pleaded guilty.
    "plead": ["He PRP 1 nsubj", "pleaded VBD 1 ROOT plead", "guilty JJ 1 acomp", ". . 1 punct"],
    # An explosion shook Oslo. The explosion hurt nobody.
    "blasts": [
        "An DT 1 det",
        "explosion NN 2 nsubj",
        "shook VBD 2 ROOT shake",
        "Oslo NNP 2 dobj",
        ". . 2 punct",
        "The DT 6 det",
        "explosion NN 7 nsubj",
        "hurt VBD 7 ROOT",
        "nobody NN 7 dobj",
        ". . 7 punct",
    ],
    # Gunmen killed two guards.
    "gunmen_killed": [
        "Gunmen NNS 1 nsubj gunman",
        "killed VBD 1 ROOT kill",
        "two CD 3 nummod",
        "guards NNS 1 dobj guard",
        ". . 1 punct",
    ],
    # The fog killed two guards.
    "fog_killed": [
        "The DT 1 det",
        "fog NN 2 nsubj",
        "killed VBD 2 ROOT kill",
        "two CD 4 nummod",
        "guards NNS 2 dobj guard",
        ". . 2 punct",
    ],
    # The rebels vowed to retaliate.
    "vowed_to_retaliate": [
        "The DT 1 det",
        "rebels NNS 2 nsubj rebel",
        "vowed VBD 2 ROOT vow",
        "to TO 4 aux",
        "retaliate VB 2 xcomp",
        ". . 2 punct",
    ],
    # They gave concerts in Rome.
    "gave_in_rome": [
        "They PRP 1 nsubj",
        "gave VBD 1 ROOT give",
        "concerts NNS 1 dobj concert",
        "in IN 1 prep",
        "Rome NNP 3 pobj",
        ". . 1 punct",
    ],
    # The owners gave in.
    "gave_in": ["The DT 1 det", "owners NNS 2 nsubj owner", "gave VBD 2 ROOT give", "in IN 2 prep", ". . 2 punct"],
    # They called for him to be retried.
    "called_for_him": [
        "They PRP 1 nsubj",
        "called VBD 1 ROOT call",
        "for IN 6 mark",
        "him PRP 6 nsubjpass",
        "to TO 6 aux",
        "be VB 6 auxpass",
        "retried VBN 1 advcl retry",
        ". . 1 punct",
    ],
    # They committed to opening the border.
    "committed_to_opening": [
        "They PRP 1 nsubj",
        "committed VBD 1 ROOT commit",
        "to IN 1 prep",
        "opening VBG 2 pcomp open",
        "the DT 5 det",
        "border NN 3 dobj",
        ". . 1 punct",
    ],
    # The attack will cause damage.
    "attack_will_cause": [
        "The DT 1 det",
        "attack NN 3 nsubj",
        "will MD 3 aux",
        "cause VB 3 ROOT",
        "damage NN 3 dobj",
        ". . 3 punct",
    ],
    # The talks may resume.
    "talks_may_resume": ["The DT 1 det", "talks NNS 3 nsubj talk", "may MD 3 aux", "resume VB 3 ROOT", ". . 3 punct"],
    # The court blocked the bid.
    "blocked_bid": ["The DT 1 det", "court NN 2 nsubj", "blocked VBD 2 ROOT block", "the DT 4 det", "bid NN 2 dobj", ". . 2 punct"],
}
