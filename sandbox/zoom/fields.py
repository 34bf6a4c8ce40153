"""Which fields Zoom takes in each body: names, types, limits.

The tables are facts about Zoom's interface; tests/sandbox holds them against its own
description. Objects and lists inside a body are checked for their type only, but for those
that have a table of their own.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Field:
    """What a field must be.

    Attributes:
        kind: a JSON type: string, integer, boolean, array or object.
        longest: characters of a string, items of an array.
        one_of: the values that are taken; empty for any.
        required: whether a body without it is refused.
    """

    kind: str
    longest: int | None = None
    one_of: tuple[str | int, ...] = ()
    required: bool = False


Table = dict[str, Field]

MEETING: Final[Table] = {
    "agenda": Field("string", longest=2000),
    "default_password": Field("boolean"),
    "duration": Field("integer"),
    "password": Field("string", longest=10),
    "pre_schedule": Field("boolean"),
    "recurrence": Field("object"),
    "schedule_for": Field("string"),
    "settings": Field("object"),
    "start_time": Field("string"),
    "template_id": Field("string"),
    "timezone": Field("string"),
    "topic": Field("string", longest=200),
    "tracking_fields": Field("array"),
    "type": Field("integer", one_of=(1, 2, 3, 8, 10)),
}

SETTINGS: Final[Table] = {
    "additional_data_center_regions": Field("array"),
    "allow_host_control_participant_mute_state": Field("boolean"),
    "allow_multiple_devices": Field("boolean"),
    "alternative_host_update_polls": Field("boolean"),
    "alternative_hosts": Field("string"),
    "alternative_hosts_email_notification": Field("boolean"),
    "approval_type": Field("integer", one_of=(0, 1, 2)),
    "approved_or_denied_countries_or_regions": Field("object"),
    "audio": Field("string", one_of=("both", "telephony", "voip", "thirdParty")),
    "audio_conference_info": Field("string", longest=2048),
    "authentication_domains": Field("string"),
    "authentication_exception": Field("array"),
    "authentication_option": Field("string"),
    "auto_recording": Field("string", one_of=("local", "cloud", "none")),
    "auto_start_ai_companion_questions": Field("boolean"),
    "auto_start_meeting_summary": Field("boolean"),
    "breakout_room": Field("object"),
    "calendar_type": Field("integer", one_of=(1, 2)),
    "close_registration": Field("boolean"),
    "cn_meeting": Field("boolean"),
    "contact_email": Field("string"),
    "contact_name": Field("string"),
    "continuous_meeting_chat": Field("object"),
    "device_testing": Field("boolean"),
    "disable_participant_video": Field("boolean"),
    "email_in_attendee_report": Field("boolean"),
    "email_notification": Field("boolean"),
    "encryption_type": Field("string", one_of=("enhanced_encryption", "e2ee")),
    "focus_mode": Field("boolean"),
    "global_dial_in_countries": Field("array"),
    "host_save_video_order": Field("boolean"),
    "host_video": Field("boolean"),
    "in_meeting": Field("boolean"),
    "internal_meeting": Field("boolean"),
    "jbh_time": Field("integer", one_of=(0, 5, 10, 15)),
    "join_before_host": Field("boolean"),
    "language_interpretation": Field("object"),
    "meeting_authentication": Field("boolean"),
    "meeting_invitees": Field("array"),
    "mute_upon_entry": Field("boolean"),
    "participant_focused_meeting": Field("boolean"),
    "participant_video": Field("boolean"),
    "private_meeting": Field("boolean"),
    "push_change_to_calendar": Field("boolean"),
    "question_and_answer": Field("object"),
    "registrants_confirmation_email": Field("boolean"),
    "registrants_email_notification": Field("boolean"),
    "registration_type": Field("integer", one_of=(1, 2, 3)),
    "resources": Field("array"),
    "show_share_button": Field("boolean"),
    "sign_language_interpretation": Field("object"),
    "summary_template_id": Field("string"),
    "use_pmi": Field("boolean"),
    "waiting_room": Field("boolean"),
    "watermark": Field("boolean"),
    "who_can_ask_questions": Field("integer", one_of=(1, 2, 3, 4, 5)),
    "who_will_receive_summary": Field("integer", one_of=(1, 2, 3, 4)),
}

BATCH: Final[Table] = {
    "auto_approve": Field("boolean"),
    "registrants": Field("array"),
    "registrants_confirmation_email": Field("boolean"),
}

BATCH_ROW: Final[Table] = {
    "email": Field("string", required=True),
    "first_name": Field("string", required=True),
    "last_name": Field("string"),
}

REGISTRANT: Final[Table] = {
    "address": Field("string"),
    "auto_approve": Field("boolean"),
    "city": Field("string"),
    "comments": Field("string"),
    "country": Field("string"),
    "custom_questions": Field("array"),
    "email": Field("string", longest=128, required=True),
    "first_name": Field("string", longest=64, required=True),
    "industry": Field("string"),
    "job_title": Field("string"),
    "language": Field(
        "string",
        one_of=(
            "en-US",
            "de-DE",
            "es-ES",
            "fr-FR",
            "jp-JP",
            "pt-PT",
            "ru-RU",
            "zh-CN",
            "zh-TW",
            "ko-KO",
            "it-IT",
            "vi-VN",
            "pl-PL",
            "Tr-TR",
        ),
    ),
    "last_name": Field("string", longest=64),
    "no_of_employees": Field(
        "string",
        one_of=(
            "",
            "1-20",
            "21-50",
            "51-100",
            "101-500",
            "500-1,000",
            "1,001-5,000",
            "5,001-10,000",
            "More than 10,000",
        ),
    ),
    "org": Field("string"),
    "phone": Field("string"),
    "purchasing_time_frame": Field(
        "string",
        one_of=(
            "",
            "Within a month",
            "1-3 months",
            "4-6 months",
            "More than 6 months",
            "No timeframe",
        ),
    ),
    "role_in_purchase_process": Field(
        "string",
        one_of=("", "Decision Maker", "Evaluator/Recommender", "Influencer", "Not involved"),
    ),
    "state": Field("string"),
    "zip": Field("string"),
}

INVITES: Final[Table] = {
    "attendees": Field("array", longest=500),
    "ttl": Field("integer"),
}

INVITE_ROW: Final[Table] = {
    "disable_audio": Field("boolean"),
    "disable_video": Field("boolean"),
    "name": Field("string", longest=64, required=True),
}

STATUS: Final[Table] = {
    "action": Field("string", one_of=("end", "recover")),
}
