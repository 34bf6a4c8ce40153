"""Dean and registrar: publishing, moving, cancelling, imports, invites."""

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from exams.domain.ids import ExamId, GroupId
from exams.domain.people import Actor, Role
from exams.domain.refusals.sheets import WrongFile
from exams.notices.trouble import Done, WriteMessage
from exams.services import UseCases
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.office import ImportButton, InvitesButton
from handlers.files import download
from handlers.filters import Holds, is_table, is_words
from handlers.forms import Typing, about_exam, exam_of, moment
from handlers.keyboards.keys import Keys
from handlers.keyboards.office import cancelling
from handlers.reply import reply
from templates.renderer import Renderer


async def checks(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """One exam, and what stands in the way of publishing it."""
    notice = await use.exam_checks(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def publish(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Publish an exam."""
    notice = await use.publish_exam(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def move(
    call: CallbackQuery,
    callback_data: ExamButton,
    state: FSMContext,
    actor: Actor,
    use: UseCases,
    words: Renderer,
) -> None:
    """Move an exam: to when?"""
    checks = await use.exam_checks(actor, ExamId(callback_data.exam))
    await about_exam(state, Typing.new_time, callback_data.exam)
    await reply(call, WriteMessage(purpose="new_time", about=checks.subject), use, words, actor)


async def new_time(
    message: Message, state: FSMContext, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """When the exam takes place now; what is no moment is asked for again."""
    to = moment(message.text or "")
    if to is None:
        again = WriteMessage(purpose="new_time", about="")
        return await reply(message, again, use, words, actor)
    notice = await use.move_exam(actor, await exam_of(state), to)
    await state.clear()
    return await reply(message, notice, use, words, actor)


async def cancel(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Cancel an exam: really?"""
    notice = await use.exam_checks(actor, ExamId(callback_data.exam))
    rows = cancelling(notice, Keys(words, actor.locale))
    await reply(call, notice, use, words, actor, rows=rows)


async def yes_cancel(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """The exam does not take place."""
    notice = await use.cancel_exam(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def records(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """What the university's system has taken of an exam's grades."""
    notice = await use.grade_records(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def send_again(
    call: CallbackQuery, callback_data: ExamButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Send what was rejected once more."""
    notice = await use.send_again(actor, ExamId(callback_data.exam))
    await reply(call, notice, use, words, actor)


async def preview_import(
    message: Message, bot: Bot, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """A table or a bank of questions came: say what it would change, before it does."""
    file = message.document
    if file is None:
        raise WrongFile
    data = await download(bot, file)
    name = file.file_name or ""
    bank = await use.preview_bank(actor, data, name)
    pool = bank or await use.preview_pool(actor, data, name)
    notice = pool or await use.preview_import(actor, data, name)
    await reply(message, notice, use, words, actor)


async def confirm_import(
    call: CallbackQuery, callback_data: ImportButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Take in what was previewed."""
    notice = await use.confirm_import(actor, callback_data.token)
    await reply(call, notice, use, words, actor)


async def drop_import(
    call: CallbackQuery, callback_data: ImportButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Forget what was previewed."""
    await use.drop_import(actor, callback_data.token)
    await reply(call, Done(what="cancelled_form"), use, words, actor)


async def invites(
    call: CallbackQuery, callback_data: InvitesButton, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Invites for a group, to print."""
    notice = await use.make_invites(actor, GroupId(callback_data.group))
    await reply(call, notice, use, words, actor)


async def unbind(
    message: Message, command: CommandObject, actor: Actor, use: UseCases, words: Renderer
) -> None:
    """Free the person with this number from a lost or wrong account."""
    notice = await use.unbind(actor, command.args or "")
    await reply(message, notice, use, words, actor)


def build() -> Router:
    """Make a fresh router."""
    router = Router(name=__name__)
    tap = router.callback_query.register
    tap(checks, ExamButton.filter(F.do == OfExam.CHECKS))
    tap(publish, ExamButton.filter(F.do == OfExam.PUBLISH))
    tap(move, ExamButton.filter(F.do == OfExam.MOVE))
    tap(cancel, ExamButton.filter(F.do == OfExam.CANCEL))
    tap(yes_cancel, ExamButton.filter(F.do == OfExam.YES_CANCEL))
    tap(records, ExamButton.filter(F.do == OfExam.RECORDS))
    tap(send_again, ExamButton.filter(F.do == OfExam.SEND_AGAIN))
    tap(confirm_import, ImportButton.filter(F.keep))
    tap(drop_import, ImportButton.filter(~F.keep))
    tap(invites, InvitesButton.filter())
    router.message.register(new_time, Typing.new_time, is_words)
    router.message.register(unbind, Command("unbind"))
    office = Holds(Role.REGISTRAR, Role.DEAN, Role.ADMIN)
    router.message.register(preview_import, is_table, office)
    return router
