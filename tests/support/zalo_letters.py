"""Letters by zalo:// against a local server."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from dondoc.channels.channel import Channel, open_channel
from dondoc.channels.letter import Letter

USER = "2512523625412515"
LETTER = Letter(
    message_id="<message.17.4f1c@vinhphuc.gov.vn>",
    sender_address="don-doc@vinhphuc.gov.vn",
    recipient_address=USER,
    recipient_name="Nguyễn Văn Ả",
    subject="Quá hạn 2: Ban Chỉ đạo huyện Lập Thạch",
    text="Kính gửi đồng chí,\nđề nghị báo cáo.",
    short="Quá hạn 2 việc.\nĐề nghị báo cáo trước 28/3.",
    date=datetime(2022, 3, 25, 7, 30, tzinfo=UTC),
)


def opened(url: str, **more: Any) -> Channel:
    return open_channel(url, private_allowed=True, **more)


def to(address: str) -> Letter:
    return replace(LETTER, recipient_address=address)
