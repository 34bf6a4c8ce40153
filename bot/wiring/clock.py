"""Wires what the clock sets going."""

from bot.ports import Ports
from exams.services.absence import case_clock
from exams.services.absence.orders import PrintOrder
from exams.services.clock import (
    ClockUseCases,
    clockwork,
    deadlines,
    lost_rooms,
    pauses,
    rooms,
    unattended,
)
from exams.services.grades import appeals, reposting
from exams.services.oral import clock as oral_clock
from exams.services.planning import invitations, personal_links
from exams.services.room import downtime
from exams.services.room.attendance import Attendance
from exams.services.room.presence import NotePresence
from exams.services.writing.lost_tickets import SendLostTickets
from exams.services.writing.tickets import ShowTicket


def wire(ports: Ports, print_order: PrintOrder, show_ticket: ShowTicket) -> ClockUseCases:
    """Return the table of `exams.services.clock`."""
    units, clock = ports.units, ports.clock
    return ClockUseCases(
        tick_clock=clockwork.ClockTick(
            units,
            clock,
            reminders=invitations.Reminders(units, clock),
            invitations=invitations.Invitations(units, clock, ports.shuffler, ports.draw_page),
            links=personal_links.SendLinks(units, clock),
            newcomers=invitations.Newcomers(units, clock),
            open_draws=clockwork.OpenDraws(units, clock, ports.draw_page),
            sweep=deadlines.Sweep(units, clock, ports.days),
            unattended=unattended.Unattended(units, clock),
            pauses=pauses.ForgottenPauses(units, clock),
            windows=clockwork.Windows(units, clock),
            oral=oral_clock.OralClock(units, clock, SendLostTickets(units, clock, show_ticket)),
            boards=clockwork.Boards(units, clock),
            alarms=clockwork.Alarms(units, clock),
            posts=reposting.AskOfPosts(units, clock),
            appeals=appeals.RemindOfAppeals(units, clock),
            pulse=downtime.Pulse(units, clock),
            cases=case_clock.WatchCases(units, clock, ports.days, print_order),
        ),
        keep_rooms=rooms.KeepRooms(
            units,
            clock,
            lost_rooms.LostRooms(units, clock, ports.conferences),
            rooms.OpenRooms(units, clock, ports.conferences),
            rooms.EndRooms(units, ports.conferences),
            Attendance(units, clock, ports.conferences, NotePresence(units, clock)),
        ),
    )
