"""入账 Appending: what a verb records waits until the outermost verb ends; then the database chains it, in one step.

All appends stand in one line until the commit before them is there. A verb whose transaction is its own joins it with
one message that appends and commits, so that nobody waits for a program's answer in that line. A draft lives and dies
with the savepoint in which it was recorded, like the write that it tells of.
"""

from collections.abc import Callable

from django.db import connection, transaction

Mark = Callable[
    [], None
]  # something that Django forgets when the savepoint in which it was set is rolled back


class Recorded:
    """What `record` gives back: an entry that has no number until it is chained."""

    def __init__(self, drafts: "Drafts", text: tuple[str, str, str], born: Mark | None) -> None:
        self._drafts, self._seq = drafts, 0
        self.text, self.born = text, born
        self.done, self.chained = False, born

    @property
    def seq(self) -> int:
        """The entry's number. Asked for inside the verb, it is chained at once, and others wait until the commit."""
        if not self._seq:
            self._drafts.chain()
        return self._seq

    def waits(self, standing: set[Mark]) -> bool:
        """Whether it is still to be chained: neither done, nor given back with its savepoint."""
        lives = self.born is None or self.born in standing
        return lives and not (self.done and (self.chained is None or self.chained in standing))

    def numbered(self, seq: int, mark: Mark | None) -> None:
        """It is chained under this number, as long as the savepoint of `mark` stands."""
        self._seq, self.done, self.chained = seq, True, mark


class Drafts:
    """What the verbs of one call have recorded, in order; made when the outermost one begins."""

    def __init__(self) -> None:
        self._drafts: list[Recorded] = []
        self._depth = len(connection.savepoint_ids)
        self.own = len(connection.atomic_blocks) == 1  # nobody else's transaction around the outermost verb

    def add(self, text: tuple[str, str, str]) -> Recorded:
        """One more."""
        draft = Recorded(self, text, self._mark())
        self._drafts.append(draft)
        return draft

    def chain(self, commit: bool = False) -> None:
        """Chain what waits, and commit when the transaction is the verb's own; else others wait until its commit."""
        standing = {entry[1] for entry in connection.run_on_commit}
        waiting = [draft for draft in self._drafts if draft.waits(standing)]
        if not waiting:
            return
        text = "\n".join(part for draft in waiting for part in draft.text)  # JSON has no bare line ends
        with connection.cursor() as cursor:
            cursor.execute("SELECT ledger_append(%s)" + ("; COMMIT" if commit else ""), [text])
            first = cursor.fetchone()[0]
        mark = self._mark()
        for number, draft in enumerate(waiting, first):
            draft.numbered(number, mark)

    def _mark(self) -> Mark | None:
        """None where there is no savepoint beneath the outermost verb's own: all or nothing anyway."""
        if len(connection.savepoint_ids) == self._depth:
            return None

        def mark() -> None:
            """Nothing is to be done after the commit."""

        transaction.on_commit(mark)
        return mark
