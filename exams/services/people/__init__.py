"""People come in: invites, language, groups; and hear that an exam takes place."""

from dataclasses import dataclass

from exams.services.people.audit import NoteRefusal
from exams.services.people.entrance import (
    AskHelp,
    BindContact,
    ChooseLocale,
    OpenMenu,
    PersonOf,
    Reachability,
    Start,
)
from exams.services.people.groups import ChatLost, ChatMigrated, JoinGroup, OfferGroups
from exams.services.people.invites import ListGroups, MakeInvites, Unbind
from exams.services.people.new_phones import GiveNewPhoneCode


@dataclass(frozen=True, kw_only=True)
class PeopleUseCases:
    """What concerns a person or a group chat, not one exam."""

    # coming in
    person_of: PersonOf
    start: Start
    bind_contact: BindContact
    choose_language: ChooseLocale
    menu: OpenMenu
    help: AskHelp
    reachability: Reachability
    # dean and registrar
    group_list: ListGroups
    make_invites: MakeInvites
    unbind: Unbind
    new_phone_code: GiveNewPhoneCode
    # group chats
    link_choices: OfferGroups
    link_group: JoinGroup
    chat_lost: ChatLost
    chat_migrated: ChatMigrated
    # whatever a rule refused
    note_refusal: NoteRefusal
