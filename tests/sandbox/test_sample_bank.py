"""The sandbox's bank goes through a file and comes back as it was."""

import pytest

from documents.banks.reading import BankFiles
from exams.domain.people import Locale
from exams.domain.questions import QuestionKind
from exams.ports.banks import unseen
from sandbox.sample_bank import bank_file, sample_bank


@pytest.mark.parametrize("locale", list(Locale))
async def test_the_file_of_questions_holds_the_whole_bank(locale: Locale) -> None:
    draft = await BankFiles().read(bank_file(locale.value), unseen)

    assert draft is not None
    assert (draft.kind, draft.not_taken, draft.plain_formulas) == ("gift", (), 0)
    bank = sample_bank(locale.value)
    for read, meant in zip(draft.questions, bank, strict=True):
        assert (read.name, read.kind, read.topic) == (meant.name, meant.kind, meant.topic)
        assert read.text.text == meant.text
        assert read.lines == meant.lines
        if meant.kind is QuestionKind.NUMERIC:
            assert read.key.numbers == meant.key.numbers
        elif meant.kind is QuestionKind.MATCHING:
            partners = [read.options[index].text for index in read.key.chosen]
            assert partners == [meant.options[index].text for index in meant.key.chosen]
        else:
            assert [option.text for option in read.options] == [one.text for one in meant.options]
            assert read.key == meant.key
