"""Wires coming in, invites and group chats."""

from bot.ports import Ports
from exams.services.grades import reposting
from exams.services.people import PeopleUseCases, audit, entrance, groups, invites, new_phones


def wire(ports: Ports) -> PeopleUseCases:
    """Return the table of `exams.services.people`."""
    units, clock, files = ports.units, ports.clock, ports.files
    return PeopleUseCases(
        person_of=entrance.PersonOf(units),
        start=entrance.Start(units, clock),
        bind_contact=entrance.BindContact(units, clock),
        choose_language=entrance.ChooseLocale(units, clock),
        menu=entrance.OpenMenu(units),
        help=entrance.AskHelp(units, ports.helpdesk),
        reachability=entrance.Reachability(units, clock),
        group_list=invites.ListGroups(units),
        make_invites=invites.MakeInvites(
            units, clock, ports.shuffler, files, ports.printer, ports.bot_name
        ),
        unbind=invites.Unbind(units, clock),
        new_phone_code=new_phones.GiveNewPhoneCode(units, clock, ports.shuffler, ports.bot_name),
        link_choices=groups.OfferGroups(units),
        link_group=groups.JoinGroup(units, clock, reposting.offer_unposted),
        chat_lost=groups.ChatLost(units, clock),
        chat_migrated=groups.ChatMigrated(units),
        note_refusal=audit.NoteRefusal(units, clock),
    )
