"""Sentences and who takes part in their events: trigger, type, participants, and the parse in rows for `tests.analysis.parsed`.

Rows are separated by bars. The parses are those of the default model, checked by hand.
"""

from __future__ import annotations

from pipeline.vocabulary import EventType, Role

A, R, P = Role.ACTOR, Role.RECIPIENT, Role.PLACE

Case = tuple[str, str, EventType | None, list[tuple[Role, str]], str]
"""Sentence, trigger, type, participants, parse."""

CASES: list[Case] = [
    (
        "Gunmen shot and wounded a guard.",
        "shot",
        EventType.ASSAULT,
        [(A, "Gunmen"), (R, "a guard")],
        "Gunmen NNS 1 nsubj gunman | shot VBD 1 ROOT shoot | and CC 1 cc | wounded VBD 1 conj wound | a DT 5 det | "
        "guard NN 3 dobj | . . 1 punct",
    ),
    (
        "The bishop urged both sides to return.",
        "urged",
        EventType.REQUEST,
        [(A, "The bishop"), (R, "both sides")],
        "The DT 1 det | bishop NN 2 nsubj | urged VBD 2 ROOT urge | both DT 4 det | sides NNS 2 dobj side | "
        "to TO 6 aux | return VB 2 xcomp | . . 2 punct",
    ),
    (
        "Farmers blocked the Harbour Bridge.",
        "blocked",
        EventType.PROTEST,
        [(A, "Farmers"), (P, "the Harbour Bridge")],
        "Farmers NNS 1 nsubj farmer | blocked VBD 1 ROOT block | the DT 4 det | Harbour NNP 4 compound | "
        "Bridge NNP 1 dobj | . . 1 punct",
    ),
    (
        "The minister spoke to reporters.",
        "spoke",
        EventType.CONSULT,
        [(A, "The minister"), (R, "reporters")],
        "The DT 1 det | minister NN 2 nsubj | spoke VBD 2 ROOT speak | to IN 2 prep | reporters NNS 3 pobj reporter | . . 2 punct",
    ),
    (
        "The minister made a visit to the plant.",
        "visit",
        EventType.CONSULT,
        [(A, "The minister"), (P, "the plant")],
        "The DT 1 det | minister NN 2 nsubj | made VBD 2 ROOT make | a DT 4 det | visit NN 2 dobj | to IN 4 prep | "
        "the DT 7 det | plant NN 5 pobj | . . 2 punct",
    ),
    (
        "A court fined one of the captains $45,000 last week.",
        "fined",
        EventType.SENTENCE,
        [(A, "A court"), (R, "one of the captains")],
        "A DT 1 det | court NN 2 nsubj | fined VBD 2 ROOT fine | one CD 2 dobj | of IN 3 prep | the DT 6 det | "
        "captains NNS 4 pobj captain | $ $ 8 nmod | 45,000 CD 3 appos | last JJ 10 amod | week NN 2 npadvmod | "
        ". . 2 punct",
    ),
    (
        "Police read threats made against the clerk.",
        "threats",
        EventType.THREATEN,
        [(R, "the clerk")],
        "Police NNS 1 nsubj | read VBD 1 ROOT | threats NNS 1 dobj threat | made VBN 2 acl make | "
        "against IN 3 prep | the DT 6 det | clerk NN 4 pobj | . . 1 punct",
    ),
    (
        "The shooting at the station frightened commuters.",
        "shooting",
        EventType.ASSAULT,
        [(P, "the station")],
        "The DT 1 det | shooting NN 5 nsubj | at IN 1 prep | the DT 4 det | station NN 2 pobj | "
        "frightened VBD 5 ROOT frighten | commuters NNS 5 dobj commuter | . . 5 punct",
    ),
    (
        "The trader pleaded guilty to the charges.",
        "charges",
        EventType.CHARGE,
        [(R, "The trader")],
        "The DT 1 det | trader NN 2 nsubj | pleaded VBD 2 ROOT plead | guilty JJ 2 acomp | to IN 3 prep | "
        "the DT 6 det | charges NNS 4 pobj charge | . . 2 punct",
    ),
    (
        "The tower was shattered by an explosion.",
        "explosion",
        EventType.ACCIDENT,
        [(R, "The tower")],
        "The DT 1 det | tower NN 3 nsubjpass | was VBD 3 auxpass be | shattered VBN 3 ROOT shatter | by IN 3 agent | "
        "an DT 6 det | explosion NN 4 pobj | . . 3 punct",
    ),
    (
        "A blast ripped through a bakery.",
        "blast",
        EventType.ACCIDENT,
        [(R, "a bakery")],
        "A DT 1 det | blast NN 2 nsubj | ripped VBD 2 ROOT rip | through IN 2 prep | a DT 5 det | bakery NN 3 pobj | . . 2 punct",
    ),
    (
        "A blast ripped through a bakery.",
        "ripped",
        None,
        [(A, "A blast"), (R, "a bakery")],
        "A DT 1 det | blast NN 2 nsubj | ripped VBD 2 ROOT rip | through IN 2 prep | a DT 5 det | bakery NN 3 pobj | . . 2 punct",
    ),
    (
        "The blast left 20 dead.",
        "dead",
        EventType.DIE,
        [(A, "The blast"), (R, "20")],
        "The DT 1 det | blast NN 2 nsubj | left VBD 2 ROOT leave | 20 CD 2 dobj | dead JJ 2 oprd | . . 2 punct",
    ),
    (
        "The man was shot dead by police.",
        "dead",
        EventType.DIE,
        [(A, "police"), (R, "The man")],
        "The DT 1 det | man NN 3 nsubjpass | was VBD 3 auxpass be | shot VBN 3 ROOT shoot | dead JJ 3 oprd | "
        "by IN 3 agent | police NNS 5 pobj | . . 3 punct",
    ),
    (
        "Mary was fined for her role in the riot.",
        "riot",
        EventType.PROTEST,
        [(A, "Mary")],
        "Mary NNP 2 nsubjpass | was VBD 2 auxpass be | fined VBN 2 ROOT fine | for IN 2 prep | her PRP$ 5 poss | "
        "role NN 3 pobj | in IN 5 prep | the DT 8 det | riot NN 6 pobj | . . 2 punct",
    ),
    (
        "The trader was accused of a role in the attack.",
        "attack",
        EventType.ASSAULT,
        [(A, "The trader")],
        "The DT 1 det | trader NN 3 nsubjpass | was VBD 3 auxpass be | accused VBN 3 ROOT accuse | of IN 3 prep | "
        "a DT 6 det | role NN 4 pobj | in IN 6 prep | the DT 9 det | attack NN 7 pobj | . . 3 punct",
    ),
    (
        "The firm expects revenue growth of 5 percent.",
        "growth",
        EventType.CHANGE,
        [(A, "revenue")],
        "The DT 1 det | firm NN 2 nsubj | expects VBZ 2 ROOT expect | revenue NN 4 compound | growth NN 2 dobj | "
        "of IN 4 prep | 5 CD 7 nummod | percent NN 5 pobj | . . 2 punct",
    ),
    (
        "The firm reported a rise in profit.",
        "rise",
        EventType.CHANGE,
        [(A, "profit")],
        "The DT 1 det | firm NN 2 nsubj | reported VBD 2 ROOT report | a DT 4 det | rise NN 2 dobj | in IN 4 prep | "
        "profit NN 5 pobj | . . 2 punct",
    ),
    (
        "The minister is prepared to lift the ban.",
        "prepared",
        EventType.AGREE,
        [(A, "The minister")],
        "The DT 1 det | minister NN 2 nsubj | is VBZ 2 ROOT be | prepared JJ 2 acomp | to TO 5 aux | "
        "lift VB 3 xcomp | the DT 7 det | ban NN 5 dobj | . . 2 punct",
    ),
    (
        "Rebels said they would regret their attack.",
        "attack",
        EventType.ASSAULT,
        [(A, "Rebels")],
        "Rebels NNS 1 nsubj rebel | said VBD 1 ROOT say | they PRP 4 nsubj | would MD 4 aux | regret VB 1 ccomp | "
        "their PRP$ 6 poss | attack NN 4 dobj | . . 1 punct",
    ),
    (
        "Rebels overthrew the government.",
        "overthrew",
        EventType.END_POSITION,
        [(A, "Rebels"), (R, "the government")],
        "Rebels NNS 1 nsubj rebel | overthrew VBP 1 ROOT overthrow | the DT 3 det | government NN 1 dobj | . . 1 punct",
    ),
    (
        "The clerk left the post.",
        "left",
        EventType.END_POSITION,
        [(A, "The clerk")],
        "The DT 1 det | clerk NN 2 nsubj | left VBD 2 ROOT leave | the DT 4 det | post NN 2 dobj | . . 2 punct",
    ),
    (
        "A police raid began.",
        "raid",
        EventType.COERCE,
        [(A, "police")],
        "A DT 2 det | police NN 2 compound | raid NN 3 nsubj | began VBD 3 ROOT begin | . . 3 punct",
    ),
    (
        "The plan names a date on which the work begins.",
        "begins",
        None,
        [(A, "the work")],
        "The DT 1 det | plan NN 2 nsubj | names VBZ 2 ROOT name | a DT 4 det | date NN 2 dobj | on IN 9 prep | "
        "which WDT 5 pobj | the DT 8 det | work NN 9 nsubj | begins VBZ 4 relcl begin | . . 2 punct",
    ),
    (
        "The guard hates the way a prisoner looks.",
        "looks",
        None,
        [(A, "a prisoner")],
        "The DT 1 det | guard NN 2 nsubj | hates VBZ 2 ROOT hate | the DT 4 det | way NN 2 dobj | a DT 6 det | "
        "prisoner NN 7 nsubj | looks VBZ 4 relcl look | . . 2 punct",
    ),
    (
        "The roads are used to deliver timber.",
        "deliver",
        EventType.TRANSACT,
        [(R, "timber")],
        "The DT 1 det | roads NNS 3 nsubjpass road | are VBP 3 auxpass be | used VBN 3 ROOT use | to TO 5 aux | "
        "deliver VB 3 xcomp | timber NN 5 dobj | . . 3 punct",
    ),
    (
        "Mary is willing to pay.",
        "willing",
        None,
        [(A, "Mary")],
        "Mary NNP 1 nsubj | is VBZ 1 ROOT be | willing JJ 1 acomp | to TO 4 aux | pay VB 2 xcomp | . . 1 punct",
    ),
    (
        "Tickets sell for ten pounds.",
        "sell",
        EventType.TRANSACT,
        [(R, "Tickets")],
        "Tickets NNS 1 nsubj ticket | sell VBP 1 ROOT | for IN 1 prep | ten CD 4 nummod | pounds NNS 2 pobj pound | . . 1 punct",
    ),
    (
        "The attack that rebels carried out failed.",
        "attack",
        EventType.ASSAULT,
        [(A, "rebels")],
        "The DT 1 det | attack NN 6 nsubj | that WDT 4 dobj | rebels NNS 4 nsubj rebel | carried VBD 1 relcl carry | "
        "out RP 4 prt | failed VBD 6 ROOT fail | . . 6 punct",
    ),
    (
        "The injuries that he suffered healed.",
        "injuries",
        EventType.INJURE,
        [(R, "he")],
        "The DT 1 det | injuries NNS 5 nsubj injury | that WDT 4 dobj | he PRP 4 nsubj | "
        "suffered VBD 1 relcl suffer | healed VBN 5 ROOT heal | . . 5 punct",
    ),
    (
        "The talks that she had with miners failed.",
        "talks",
        EventType.CONSULT,
        [(A, "she"), (R, "miners")],
        "The DT 1 det | talks NNS 7 nsubj talk | that WDT 4 dobj | she PRP 4 nsubj | had VBD 1 relcl have | "
        "with IN 4 prep | miners NNS 5 pobj miner | failed VBD 7 ROOT fail | . . 7 punct",
    ),
    (
        "The post came under attack.",
        "attack",
        EventType.ASSAULT,
        [(R, "The post")],
        "The DT 1 det | post NN 2 nsubj | came VBD 2 ROOT come | under IN 2 prep | attack NN 3 pobj | . . 2 punct",
    ),
    (
        "The staff were given an ultimatum.",
        "ultimatum",
        EventType.THREATEN,
        [(R, "The staff")],
        "The DT 1 det | staff NN 3 nsubjpass | were VBD 3 auxpass be | given VBN 3 ROOT give | an DT 5 det | "
        "ultimatum NN 3 dobj | . . 3 punct",
    ),
    (
        "A truck crashed into a crowd.",
        "crashed",
        EventType.ACCIDENT,
        [(A, "A truck"), (R, "a crowd")],
        "A DT 1 det | truck NN 2 nsubj | crashed VBD 2 ROOT crash | into IN 2 prep | a DT 5 det | crowd NN 3 pobj | . . 2 punct",
    ),
    (
        "The timber was moved by rail.",
        "moved",
        None,
        [(R, "The timber")],
        "The DT 1 det | timber NN 3 nsubjpass | was VBD 3 auxpass be | moved VBN 3 ROOT move | by IN 3 agent | "
        "rail NN 4 pobj | . . 3 punct",
    ),
    (
        "He told the crew to leave and fled.",
        "fled",
        None,
        [(A, "He")],
        "He PRP 1 nsubj | told VBD 1 ROOT tell | the DT 3 det | crew NN 1 dobj | to TO 5 aux | leave VB 1 xcomp | "
        "and CC 5 cc | fled VBD 5 conj flee | . . 1 punct",
    ),
    (
        "Two guards were killed and six others wounded.",
        "wounded",
        EventType.INJURE,
        [(R, "six others")],
        "Two CD 1 nummod | guards NNS 3 nsubjpass guard | were VBD 3 auxpass be | killed VBN 3 ROOT kill | "
        "and CC 3 cc | six CD 6 nummod | others NNS 7 nsubj other | wounded VBN 3 conj wound | . . 7 punct",
    ),
    (
        "Police took him into custody.",
        "custody",
        EventType.COERCE,
        [(R, "him")],
        "Police NNS 1 nsubj | took VBD 1 ROOT take | him PRP 1 dobj | into IN 1 prep | custody NN 3 pobj | . . 1 punct",
    ),
    (
        "The boy was found with injuries.",
        "injuries",
        EventType.INJURE,
        [(R, "The boy")],
        "The DT 1 det | boy NN 3 nsubjpass | was VBD 3 auxpass be | found VBN 3 ROOT find | with IN 3 prep | "
        "injuries NNS 4 pobj injury | . . 3 punct",
    ),
    (
        "The singer will hand over her instruments to a younger colleague.",
        "hand",
        None,
        [(A, "The singer"), (R, "a younger colleague")],
        "The DT 1 det | singer NN 3 nsubj | will MD 3 aux | hand VB 3 ROOT | over RP 3 prt | her PRP$ 6 poss | "
        "instruments NNS 3 dobj instrument | to IN 3 prep | a DT 10 det | younger JJR 10 amod young | "
        "colleague NN 7 pobj | . . 3 punct",
    ),
    (
        "The glacier lost two metres of ice.",
        "lost",
        EventType.CHANGE,
        [(A, "The glacier")],
        "The DT 1 det | glacier NN 2 nsubj | lost VBD 2 ROOT lose | two CD 4 nummod | metres NNS 2 dobj metre | "
        "of IN 4 prep | ice NN 5 pobj | . . 2 punct",
    ),
    (
        "The strike halted a third of the trade.",
        "halted",
        None,
        [(A, "The strike"), (R, "a third of the trade")],
        "The DT 1 det | strike NN 2 nsubj | halted VBD 2 ROOT halt | a DT 4 det | third NN 2 dobj | of IN 4 prep | "
        "the DT 7 det | trade NN 5 pobj | . . 2 punct",
    ),
    (
        "The rebels carried out an attack at a clinic in Oslo.",
        "attack",
        EventType.ASSAULT,
        [(A, "The rebels"), (P, "Oslo")],
        "The DT 1 det | rebels NNS 2 nsubj rebel | carried VBD 2 ROOT carry | out RP 2 prt | an DT 5 det | "
        "attack NN 2 dobj | at IN 5 prep | a DT 8 det | clinic NN 6 pobj | in IN 8 prep | Oslo NNP 9 pobj | "
        ". . 2 punct",
    ),
    (
        "The attack that hit a bakery in Oslo failed.",
        "attack",
        EventType.ASSAULT,
        [(R, "a bakery"), (P, "Oslo")],
        "The DT 1 det | attack NN 8 nsubj | that WDT 3 nsubj | hit VBD 1 relcl | a DT 5 det | bakery NN 3 dobj | "
        "in IN 5 prep | Oslo NNP 6 pobj | failed VBD 8 ROOT fail | . . 8 punct",
    ),
    (
        "Two men fought in the center of Oslo.",
        "fought",
        EventType.ASSAULT,
        [(A, "Two men"), (P, "the center of Oslo")],
        "Two CD 1 nummod | men NNS 2 nsubj man | fought VBD 2 ROOT fight | in IN 2 prep | the DT 5 det | "
        "center NN 3 pobj | of IN 5 prep | Oslo NNP 6 pobj | . . 2 punct",
    ),
    (
        "She began a trip to Oslo.",
        "trip",
        None,
        [(A, "She"), (P, "Oslo")],
        "She PRP 1 nsubj | began VBD 1 ROOT begin | a DT 3 det | trip NN 1 dobj | to IN 3 prep | Oslo NNP 4 pobj | . . 1 punct",
    ),
    (
        "On Friday in Oslo, the minister resigned.",
        "resigned",
        EventType.END_POSITION,
        [(A, "the minister"), (P, "Oslo")],
        "On IN 7 prep | Friday NNP 0 pobj | in IN 1 prep | Oslo NNP 2 pobj | , , 7 punct | the DT 6 det | "
        "minister NN 7 nsubj | resigned VBD 7 ROOT resign | . . 7 punct",
    ),
    (
        "Prices in Peru rose.",
        "rose",
        EventType.CHANGE,
        [(A, "Prices"), (P, "Peru")],
        "Prices NNS 3 nsubj price | in IN 0 prep | Peru NNP 1 pobj | rose VBD 3 ROOT rise | . . 3 punct",
    ),
    (
        "Peru's worst flood killed ten.",
        "flood",
        EventType.DISASTER,
        [(P, "Peru")],
        "Peru NNP 3 poss | 's POS 0 case | worst JJS 3 amod bad | flood NN 4 nsubj | killed VBD 4 ROOT kill | "
        "ten CD 4 dobj | . . 4 punct",
    ),
    (
        "The car was sold in Peru.",
        "sold",
        EventType.TRANSACT,
        [(R, "The car"), (P, "Peru")],
        "The DT 1 det | car NN 3 nsubjpass | was VBD 3 auxpass be | sold VBN 3 ROOT sell | in IN 3 prep | "
        "Peru NNP 4 pobj | . . 3 punct",
    ),
    (
        "The minister visited the plant.",
        "visited",
        EventType.CONSULT,
        [(A, "The minister"), (P, "the plant")],
        "The DT 1 det | minister NN 2 nsubj | visited VBD 2 ROOT visit | the DT 4 det | plant NN 2 dobj | . . 2 punct",
    ),
    (
        "With the critics in mind, ministers agreed.",
        "agreed",
        EventType.AGREE,
        [(A, "ministers")],
        "With IN 7 prep | the DT 2 det | critics NNS 0 pobj critic | in IN 2 prep | mind NN 3 pobj | , , 7 punct | "
        "ministers NNS 7 nsubj minister | agreed VBD 7 ROOT agree | . . 7 punct",
    ),
    (
        "He reneged on a deal with Mary.",
        "reneged",
        EventType.REJECT,
        [(A, "He"), (R, "Mary")],
        "He PRP 1 nsubj | reneged VBD 1 ROOT renege | on IN 1 prep | a DT 4 det | deal NN 2 pobj | with IN 4 prep | "
        "Mary NNP 5 pobj | . . 1 punct",
    ),
    (
        "She asked that her name be used.",
        "asked",
        EventType.REQUEST,
        [(A, "She")],
        "She PRP 1 nsubj | asked VBD 1 ROOT ask | that IN 6 mark | her PRP$ 4 poss | name NN 6 nsubjpass | "
        "be VB 6 auxpass | used VBN 1 ccomp use | . . 1 punct",
    ),
    (
        "The chair accepted the plan and named Mary, a lawyer, as director.",
        "named",
        EventType.START_POSITION,
        [(A, "The chair"), (R, "Mary")],
        "The DT 1 det | chair NN 2 nsubj | accepted VBD 2 ROOT accept | the DT 4 det | plan NN 2 dobj | "
        "and CC 2 cc | named VBN 2 conj name | Mary NNP 6 oprd | , , 7 punct | a DT 10 det | lawyer NN 7 appos | "
        ", , 7 punct | as IN 6 prep | director NN 12 pobj | . . 2 punct",
    ),
    (
        "The suspect remains in custody.",
        "custody",
        EventType.COERCE,
        [(R, "The suspect")],
        "The DT 1 det | suspect NN 2 nsubj | remains VBZ 2 ROOT remain | in IN 2 prep | custody NN 3 pobj | . . 2 punct",
    ),
    (
        "The witness saw a man under arrest.",
        "arrest",
        EventType.COERCE,
        [(R, "a man")],
        "The DT 1 det | witness NN 2 nsubj | saw VBD 2 ROOT see | a DT 4 det | man NN 2 dobj | under IN 4 prep | "
        "arrest NN 5 pobj | . . 2 punct",
    ),
    (
        "Both fell and both came back.",
        "came",
        None,
        [(A, "both")],
        "Both DT 1 nsubj | fell VBD 1 ROOT fall | and CC 1 cc | both DT 4 nsubj | came VBD 1 conj come | "
        "back RB 4 advmod | . . 4 punct",
    ),
    (
        "Police foiled an attack plotted by two brothers.",
        "attack",
        EventType.ASSAULT,
        [(A, "two brothers")],
        "Police NNS 1 nsubj | foiled VBD 1 ROOT foil | an DT 3 det | attack NN 1 dobj | plotted VBN 3 acl plot | "
        "by IN 4 agent | two CD 7 nummod | brothers NNS 5 pobj brother | . . 1 punct",
    ),
    (
        "Nobody met and signed the pact.",
        "met",
        EventType.CONSULT,
        [(A, "Nobody")],
        "Nobody NN 1 nsubj | met VBD 1 ROOT meet | and CC 1 cc | signed VBD 1 conj sign | the DT 5 det | "
        "pact NN 3 dobj | . . 1 punct",
    ),
    (
        "The board is considering a plan to cut jobs as the director is careful with money.",
        "careful",
        None,
        [(A, "the director")],
        "The DT 1 det | board NN 3 nsubj | is VBZ 3 aux be | considering VBG 3 ROOT consider | a DT 5 det | "
        "plan NN 3 dobj | to TO 7 aux | cut VB 5 acl | jobs NNS 7 dobj job | as IN 12 mark | the DT 11 det | "
        "director NN 12 nsubj | is VBZ 7 advcl be | careful JJ 12 acomp | with IN 13 prep | money NN 14 pobj | "
        ". . 3 punct",
    ),
    (
        "Supporters around the world who protested were thanked.",
        "protested",
        EventType.PROTEST,
        [(A, "Supporters")],
        "Supporters NNS 7 nsubjpass supporter | around IN 0 prep | the DT 3 det | world NN 1 pobj | who WP 5 nsubj | "
        "protested VBD 3 relcl protest | were VBD 7 auxpass be | thanked VBN 7 ROOT thank | . . 7 punct",
    ),
    (
        "The blast at a market in Oslo that killed two people shook the city.",
        "killed",
        EventType.ASSAULT,
        [(A, "The blast"), (R, "two people")],
        "The DT 1 det | blast NN 11 nsubj | at IN 1 prep | a DT 4 det | market NN 2 pobj | in IN 4 prep | "
        "Oslo NNP 5 pobj | that WDT 8 nsubj | killed VBD 4 relcl kill | two CD 10 nummod | people NNS 8 dobj | "
        "shook VBD 11 ROOT shake | the DT 13 det | city NN 11 dobj | . . 11 punct",
    ),
    (
        "Their purpose was to brief the chief.",
        "brief",
        None,
        [(A, "Their"), (R, "the chief")],
        "Their PRP$ 1 poss | purpose NN 2 nsubj | was VBD 2 ROOT be | to TO 4 aux | brief VB 2 xcomp | "
        "the DT 6 det | chief NN 4 dobj | . . 2 punct",
    ),
    (
        "It is wrong to blame the farmers.",
        "blame",
        EventType.ACCUSE,
        [(R, "the farmers")],
        "It PRP 1 nsubj | is VBZ 1 ROOT be | wrong JJ 1 acomp | to TO 4 aux | blame VB 1 xcomp | the DT 6 det | "
        "farmers NNS 4 dobj farmer | . . 1 punct",
    ),
    (
        "It is a pity to close the library.",
        "close",
        None,
        [(R, "the library")],
        "It PRP 1 nsubj | is VBZ 1 ROOT be | a DT 3 det | pity NN 1 attr | to TO 5 aux | close VB 1 xcomp | "
        "the DT 7 det | library NN 5 dobj | . . 1 punct",
    ),
    (
        "The hall was shattered by an explosion, killing two people and injuring ten others.",
        "injuring",
        EventType.INJURE,
        [(A, "an explosion"), (R, "ten others")],
        "The DT 1 det | hall NN 3 nsubjpass | was VBD 3 auxpass be | shattered VBN 3 ROOT shatter | by IN 3 agent | "
        "an DT 6 det | explosion NN 4 pobj | , , 3 punct | killing VBG 3 advcl kill | two CD 10 nummod | "
        "people NNS 8 dobj | and CC 8 cc | injuring VBG 8 conj injure | ten CD 14 nummod | "
        "others NNS 12 dobj other | . . 3 punct",
    ),
    (
        "The guards were angry.",
        "angry",
        None,
        [(A, "The guards")],
        "The DT 1 det | guards NNS 2 nsubj guard | were VBD 2 ROOT be | angry JJ 2 acomp | . . 2 punct",
    ),
    (
        "The scene was chaotic.",
        "chaotic",
        None,
        [],
        "The DT 1 det | scene NN 2 nsubj | was VBD 2 ROOT be | chaotic JJ 2 acomp | . . 2 punct",
    ),
    (
        "The driver was unharmed.",
        "unharmed",
        None,
        [(R, "The driver")],
        "The DT 1 det | driver NN 2 nsubj | was VBD 2 ROOT be | unharmed JJ 2 acomp | . . 2 punct",
    ),
    (
        "The driver was among the dead.",
        "dead",
        EventType.DIE,
        [(R, "The driver")],
        "The DT 1 det | driver NN 2 nsubj | was VBD 2 ROOT be | among IN 2 prep | the DT 5 det | dead JJ 3 pobj | . . 2 punct",
    ),
    (
        "Mary and the clerk said they wanted a vote.",
        "wanted",
        None,
        [(A, "Mary"), (A, "the clerk"), (R, "a vote")],
        "Mary NNP 4 nsubj | and CC 0 cc | the DT 3 det | clerk NN 0 conj | said VBD 4 ROOT say | they PRP 6 nsubj | "
        "wanted VBD 4 ccomp want | a DT 8 det | vote NN 6 dobj | . . 4 punct",
    ),
    (
        "The plan fell apart when they realized the danger.",
        "realized",
        None,
        [(A, "they"), (R, "the danger")],
        "The DT 1 det | plan NN 2 nsubj | fell VBD 2 ROOT fall | apart RB 2 advmod | when WRB 6 advmod | "
        "they PRP 6 nsubj | realized VBD 2 advcl realize | the DT 8 det | danger NN 6 dobj | . . 2 punct",
    ),
    (
        "The ban is in place.",
        "ban",
        EventType.SANCTION,
        [],
        "The DT 1 det | ban NN 2 nsubj | is VBZ 2 ROOT be | in IN 2 prep | place NN 3 pobj | . . 2 punct",
    ),
    (
        "Nobody is safe when it comes to raising taxes.",
        "raising",
        None,
        [(R, "taxes")],
        "Nobody NN 1 nsubj | is VBZ 1 ROOT be | safe JJ 1 acomp | when WRB 5 advmod | it PRP 5 nsubj | "
        "comes VBZ 1 advcl come | to IN 5 prep | raising VBG 6 pcomp raise | taxes NNS 7 dobj tax | . . 1 punct",
    ),
    (
        "Let us face it – most of the fish avoids the net.",
        "Let",
        None,
        [],
        "Let VB 9 advcl | us PRP 2 nsubj | face VB 0 ccomp | it PRP 2 dobj | – : 9 punct | most JJS 9 nsubj | "
        "of IN 5 prep | the DT 8 det | fish NN 6 pobj | avoids VBZ 9 ROOT avoid | the DT 11 det | net NN 9 dobj | "
        ". . 9 punct",
    ),
    (
        "The attacks led to a movement with a slogan.",
        "movement",
        None,
        [],
        "The DT 1 det | attacks NNS 2 nsubj attack | led VBD 2 ROOT lead | to IN 2 prep | a DT 5 det | "
        "movement NN 3 pobj | with IN 5 prep | a DT 8 det | slogan NN 6 pobj | . . 2 punct",
    ),
    (
        "The raid was discussed in Oslo.",
        "raid",
        EventType.COERCE,
        [],
        "The DT 1 det | raid NN 3 nsubjpass | was VBD 3 auxpass be | discussed VBN 3 ROOT discuss | in IN 3 prep | "
        "Oslo NNP 4 pobj | . . 3 punct",
    ),
    (
        "It led to a war with many deaths.",
        "war",
        EventType.ASSAULT,
        [],
        "It PRP 1 nsubj | led VBD 1 ROOT lead | to IN 1 prep | a DT 4 det | war NN 2 pobj | with IN 4 prep | "
        "many JJ 7 amod | deaths NNS 5 pobj death | . . 1 punct",
    ),
    (
        "They fought a war with the rebels.",
        "war",
        EventType.ASSAULT,
        [(R, "the rebels")],
        "They PRP 1 nsubj | fought VBD 1 ROOT fight | a DT 3 det | war NN 1 dobj | with IN 3 prep | the DT 6 det | "
        "rebels NNS 4 pobj rebel | . . 1 punct",
    ),
    (
        "They delayed his extradition.",
        "extradition",
        EventType.COOPERATE,
        [(R, "his")],
        "They PRP 1 nsubj | delayed VBD 1 ROOT delay | his PRP$ 3 poss | extradition NN 1 dobj | . . 1 punct",
    ),
    (
        "Police searched for five men in connection with the wave of attacks in Oslo.",
        "searched",
        None,
        [(A, "Police")],
        "Police NNS 1 nsubj | searched VBD 1 ROOT search | for IN 1 prep | five CD 4 nummod | men NNS 2 pobj man | "
        "in IN 1 prep | connection NN 5 pobj | with IN 6 prep | the DT 9 det | wave NN 7 pobj | of IN 9 prep | "
        "attacks NNS 10 pobj attack | in IN 11 prep | Oslo NNP 12 pobj | . . 1 punct",
    ),
    (
        "They told the paper, “keeping rates at this level.”",
        "keeping",
        None,
        [(R, "rates")],
        "They PRP 1 nsubj | told VBD 1 ROOT tell | the DT 3 det | paper NN 1 dobj | , , 1 punct | “ `` 1 punct | "
        "keeping VBG 1 xcomp keep | rates NNS 6 dobj rate | at IN 6 prep | this DT 10 det | level NN 8 pobj | "
        ". . 1 punct | ” '' 1 punct",
    ),
    (
        "Divers on Friday recovered two bodies near the wreck, believed to belong to the boys.",
        "belong",
        None,
        [(A, "two bodies"), (R, "the boys")],
        "Divers NNS 3 nsubj diver | on IN 3 prep | Friday NNP 1 pobj | recovered VBD 3 ROOT recover | "
        "two CD 5 nummod | bodies NNS 3 dobj body | near IN 3 prep | the DT 8 det | wreck NN 6 pobj | , , 3 punct | "
        "believed VBD 3 conj believe | to TO 12 aux | belong VB 10 xcomp | to IN 12 prep | the DT 15 det | "
        "boys NNS 13 pobj boy | . . 3 punct",
    ),
    (
        "He took his success abroad, in addition to the fair in Oslo.",
        "took",
        None,
        [(A, "He"), (R, "his success")],
        "He PRP 1 nsubj | took VBD 1 ROOT take | his PRP$ 3 poss | success NN 1 dobj | abroad RB 1 advmod | "
        ", , 1 punct | in IN 1 prep | addition NN 6 pobj | to IN 7 prep | the DT 10 det | fair NN 8 pobj | "
        "in IN 7 prep | Oslo NNP 11 pobj | . . 1 punct",
    ),
    (
        "The house required the stairs in the first place.",
        "required",
        None,
        [(A, "The house"), (R, "the stairs")],
        "The DT 1 det | house NN 2 nsubj | required VBD 2 ROOT require | the DT 4 det | stairs NNS 2 dobj stair | "
        "in IN 2 prep | the DT 8 det | first JJ 8 amod | place NN 5 pobj | . . 2 punct",
    ),
    (
        "The people are living in tents with no strategy.",
        "living",
        None,
        [(A, "The people"), (P, "tents")],
        "The DT 1 det | people NNS 3 nsubj | are VBP 3 aux be | living VBG 3 ROOT live | in IN 3 prep | "
        "tents NNS 4 pobj tent | with IN 3 prep | no DT 8 det | strategy NN 6 pobj | . . 3 punct",
    ),
    (
        "The office led terrorist investigations.",
        "investigations",
        EventType.ACCUSE,
        [(A, "The office")],
        "The DT 1 det | office NN 2 nsubj | led VBD 2 ROOT lead | terrorist JJ 4 amod | "
        "investigations NNS 2 dobj investigation | . . 2 punct",
    ),
    (
        "Police must find those who carry out attacks and bring them to court.",
        "bring",
        None,
        [(A, "Police"), (R, "them"), (P, "court")],
        "Police NNS 2 nsubj | must MD 2 aux | find VB 2 ROOT | those DT 2 dobj | who WP 5 nsubj | "
        "carry VBP 3 relcl | out RP 5 prt | attacks NNS 5 dobj attack | and CC 5 cc | bring VB 5 conj | "
        "them PRP 9 dobj | to IN 9 prep | court NN 11 pobj | . . 2 punct",
    ),
    (
        "A boy brought explosives to the school.",
        "brought",
        None,
        [(A, "A boy"), (R, "explosives"), (P, "the school")],
        "A DT 1 det | boy NN 2 nsubj | brought VBD 2 ROOT bring | explosives NNS 2 dobj explosive | to IN 2 prep | "
        "the DT 6 det | school NN 4 pobj | . . 2 punct",
    ),
    (
        "The union took on the Oslo Bridge.",
        "took",
        None,
        [(A, "The union")],
        "The DT 1 det | union NN 2 nsubj | took VBD 2 ROOT take | on RP 2 prt | the DT 6 det | Oslo NNP 6 compound | "
        "Bridge NNP 3 pobj | . . 2 punct",
    ),
    (
        "The chief said the cause could not be ascertained, and hoped for help.",
        "hoped",
        None,
        [(A, "The chief")],
        "The DT 1 det | chief NN 2 nsubj | said VBD 2 ROOT say | the DT 4 det | cause NN 8 nsubjpass | "
        "could MD 8 aux | not RB 8 neg | be VB 8 auxpass | ascertained VBN 2 ccomp ascertain | , , 8 punct | "
        "and CC 8 cc | hoped VBD 8 conj hope | for IN 11 prep | help NN 12 pobj | . . 2 punct",
    ),
    (
        "Peru had room to choose its answer.",
        "choose",
        None,
        [(A, "Peru"), (R, "its answer")],
        "Peru NNP 1 nsubj | had VBD 1 ROOT have | room NN 1 dobj | to TO 4 aux | choose VB 2 relcl | "
        "its PRP$ 6 poss | answer NN 4 dobj | . . 1 punct",
    ),
    (
        "There are ways to challenge the ruling.",
        "challenge",
        None,
        [(R, "the ruling")],
        "There EX 1 expl | are VBP 1 ROOT be | ways NNS 1 attr way | to TO 4 aux | challenge VB 2 relcl | "
        "the DT 6 det | ruling NN 4 dobj | . . 1 punct",
    ),
    (
        "The man faces ten years in prison.",
        "faces",
        None,
        [(A, "The man"), (R, "ten years")],
        "The DT 1 det | man NN 2 nsubj | faces VBZ 2 ROOT face | ten CD 4 nummod | years NNS 2 dobj year | "
        "in IN 4 prep | prison NN 5 pobj | . . 2 punct",
    ),
    (
        "There is a way to do that.",
        "do",
        None,
        [],
        "There EX 1 expl | is VBZ 1 ROOT be | a DT 3 det | way NN 1 attr | to TO 5 aux | do VB 3 relcl | "
        "that DT 5 dobj | . . 1 punct",
    ),
    (
        "They called for jailing the man.",
        "jailing",
        EventType.SENTENCE,
        [(R, "the man")],
        "They PRP 1 nsubj they | called VBD 1 ROOT call | for IN 1 prep | jailing VBG 2 pcomp jail | the DT 5 det | "
        "man NN 3 dobj | . . 1 punct",
    ),
    (
        "The wire needed by the men to trigger the alarm was cut.",
        "trigger",
        None,
        [(A, "the men"), (R, "the alarm")],
        "The DT 1 det | wire NN 11 nsubjpass | needed VBN 1 acl need | by IN 2 agent | the DT 5 det | men NNS 3 pobj man | "
        "to TO 7 aux | trigger VB 2 advcl | the DT 9 det | alarm NN 7 dobj | was VBD 11 auxpass be | cut VBN 11 ROOT | "
        ". . 11 punct",
    ),
]
