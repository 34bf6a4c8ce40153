"""The tables of the rules, written out a second time and by hand.

Each line reads: act | from these states > to that one (= stays, ? returns to what was) | roles.
S student, P proctor, C chief, E examiner, D dean, V deputy, R registrar, A admin, T the clock.
What a chief or an examiner may do as a proctor of the same exam too is not repeated here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from exams.domain.people import Role

LETTERS: Final[Mapping[str, Role]] = {
    "S": Role.STUDENT,
    "P": Role.PROCTOR,
    "C": Role.CHIEF,
    "E": Role.EXAMINER,
    "D": Role.DEAN,
    "V": Role.DEPUTY,
    "R": Role.REGISTRAR,
    "A": Role.ADMIN,
    "T": Role.SYSTEM,
}

ACTIVE: Final = """
    checking_in id_failed identified admitted info_shown running review picking preparing called
    answering answered writing pens_down uploading sheets_checking sheets_ok reshoot
    sheets_missing accepted
"""

ATTEMPTS: Final = """
    bar              | scheduled                                        > barred          | T R
    clear_bar        | barred                                           > scheduled       | T R
    invite           | scheduled                                        > invited         | T
    reschedule       | scheduled invited no_show checking_in id_failed  > scheduled       | R D
    reschedule       | identified admitted interrupted paused           > scheduled       | R D
    check_in         | invited                                          > checking_in     | S T
    miss             | invited checking_in id_failed identified         > no_show         | T
    miss             | admitted info_shown picking                      > no_show         | T
    revert_no_show   | no_show                                          > checking_in     | C
    identify         | checking_in                                      > identified      | P
    fail_id          | checking_in                                      > id_failed       | P
    retry_id         | id_failed                                        > checking_in     | S P
    overrule_id      | id_failed                                        > identified      | C
    admit            | identified                                       > admitted        | P
    admit_provisionally | checking_in                                   > admitted        | C
    interrupt        | ACTIVE                                           > interrupted     | T S P
    return           | interrupted                                      > ?               | S P C
    pause            | ACTIVE                                           > paused          | P C
    unpause          | paused                                           > ?               | P C T
    warn             | ACTIVE paused                                    > =               | P C
    terminate        | ACTIVE paused interrupted                        > terminated      | C
    reinstate        | terminated                                       > ?               | C
    fail_technically | interrupted                                      > technical_fail  | C T
    fail_technically | paused                                           > technical_fail  | T
    open_review      | released submitted                               > under_review    | C
    open_review      | sheets_missing                                   > under_review    | T
    clear            | under_review                                     > cleared         | C D
    clear            | annulled                                         > cleared         | D
    annul            | under_review                                     > annulled        | D
    excuse           | terminated annulled no_show technical_fail       > excused         | D
    revoke_excuse    | excused                                          > ?               | D
    show_info        | admitted                                         > info_shown      | T P
    start_test       | info_shown                                       > running         | S
    finish           | running                                          > review          | S
    go_back          | review                                           > running         | S
    submit           | review                                           > submitted       | S
    expire           | running review                                   > expired         | T
    open_board       | admitted                                         > picking         | S P T
    draw_oral        | picking                                          > preparing       | S C
    call             | preparing                                        > called          | T P
    put_last         | called                                           > preparing       | T P
    give_up_on       | called                                           > no_answer       | T P
    answer           | called                                           > answering       | P
    end_answer       | answering                                        > answered        | E
    draw             | picking                                          > writing         | S C
    spoil_ticket     | writing preparing                                > picking         | C
    pens_down        | writing                                          > pens_down       | T S
    start_upload     | pens_down answered                               > uploading       | S T
    hand_in          | uploading reshoot                                > sheets_checking | S
    close_upload     | uploading reshoot                                > sheets_checking | T
    miss_sheets      | uploading reshoot                                > sheets_missing  | T
    pass_sheets      | sheets_checking                                  > sheets_ok       | T
    ask_again        | sheets_checking sheets_ok accepted               > reshoot         | P
    reopen_upload    | sheets_missing                                   > uploading       | C
    accept_shown     | sheets_missing                                   > accepted        | C
    void             | sheets_missing                                   > annulled        | C
    accept_sheets    | sheets_ok sheets_checking                        > accepted        | P
    release          | accepted                                         > released        | P T
    release          | sheets_checking sheets_ok                        > released        | T
"""

EXAMS: Final = """
    publish         | draft                                             > published         | R D
    open_checkin    | published                                         > checkin_open      | T
    begin           | checkin_open                                      > running           | P C
    suspend         | running                                           > suspended         | C
    go_on           | suspended                                         > running           | C
    close           | running checkin_open                              > closed            | T C
    start_marking   | closed                                            > marking       | T P C E
    publish_results | marking                                           > results_published | P C E
    publish_results | marking                                           > results_published | T
    archive         | results_published                                 > archived          | T R
    move            | published checkin_open                            > published         | R D
    cancel          | draft published checkin_open running suspended    > cancelled         | D
    take_back       | draft                                             > cancelled         | R A
"""

CASES: Final = """
    fill_in         | opened                        > =           | S D V
    add_proof       | opened needs_proof submitted  > =           | S D V
    submit          | opened                        > submitted   | S D V
    submit_unproven | opened                        > needs_proof | S D V
    proof_sent      | needs_proof                   > submitted   | S D V T
    ask_proof       | submitted                     > needs_proof | D V
    approve         | submitted                     > approved    | D V
    refuse          | submitted                     > refused     | D V
    reconsider      | refused                       > submitted   | S D V
    order           | approved                      > =           | D V
    cancel_order    | approved                      > submitted   | D V
    plan            | approved                      > =           | D V
    unplan          | approved                      > =           | D V
    unplan          | scheduled                     > approved    | D V
    schedule        | approved                      > scheduled   | D V
    unschedule      | scheduled                     > approved    | R
    close           | scheduled refused             > closed      | T
    lapse           | opened                        > closed      | T
    revive          | closed                        > opened      | D V
"""

PLANS: Final = """
    adjust    | proposed           > =         | D V
    approve   | proposed           > approved  | D V
    confirm   | approved           > confirmed | R
    send_back | approved           > proposed  | R
    drop      | proposed approved  > dropped   | D V
    drop      | confirmed          > dropped   | D
"""


@dataclass(frozen=True, slots=True)
class Matrix:
    """What the rules allow: where an act leads, by state and role.

    Attributes:
        to: the name of the next state, "=" or "?", by act, state and role.
        acts: every act named, with all roles that may do it in some state.
    """

    to: Mapping[tuple[str, str, Role], str]
    acts: Mapping[str, frozenset[Role]]

    def expected(self, act: str, stage: str, held: frozenset[Role]) -> str:
        """Return the next state, or which refusal the rules demand."""
        if not held & self.acts[act]:
            return "NotAllowed"
        ways = {self.to[act, stage, role] for role in held if (act, stage, role) in self.to}
        return ways.pop() if ways else "WrongStage"


def read(text: str) -> Matrix:
    """Read a table of the form above."""
    to: dict[tuple[str, str, Role], str] = {}
    acts: dict[str, frozenset[Role]] = {}
    for line in text.strip().splitlines():
        act, step, letters = (part.strip() for part in line.split("|"))
        froms, _, target = step.replace("ACTIVE", ACTIVE).partition(">")
        roles = frozenset(LETTERS[letter] for letter in letters.split())
        acts[act] = acts.get(act, frozenset()) | roles
        for stage in froms.split():
            for role in roles:
                to[act, stage, role] = target.strip()
    return Matrix(to, acts)


ATTEMPT_MATRIX: Final = read(ATTEMPTS)
EXAM_MATRIX: Final = read(EXAMS)
CASE_MATRIX: Final = read(CASES)
PLAN_MATRIX: Final = read(PLANS)
