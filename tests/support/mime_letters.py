"""A letter as bytes, and what a mail program reads of it."""

from datetime import UTC, datetime

from dondoc.channels.letter import Letter

OFFICE = "Ban Tổ chức Tỉnh ủy, bộ phận thường trực theo dõi việc giao nhiệm vụ bằng sản phẩm"
SUBJECT = "Quá hạn 2, đến hạn tuần này 3: Ban Chỉ đạo huyện Lập Thạch"
LETTER = Letter(
    message_id="<nudge.17.2022-03-25@vinhphuc.gov.vn>",
    sender_address="don-doc@vinhphuc.gov.vn",
    sender_name=OFFICE,
    recipient_address="nguyen.van.a@vinhphuc.gov.vn",
    recipient_name="Nguyễn Văn Ả",
    subject=SUBJECT,
    text="Kính gửi đồng chí,\nđề nghị báo cáo trước ngày 28/3/2022.\n",
    html="<html><body><p>Kính gửi đồng chí</p></body></html>",
    date=datetime(2022, 3, 25, 0, 30, tzinfo=UTC),
    references=("<nudge.1@vinhphuc.gov.vn>", "<nudge.9@vinhphuc.gov.vn>"),
    reply_to="thu-ky@vinhphuc.gov.vn",
    headers=(("List-Unsubscribe", "<https://don-doc.vn/u/" + "x" * 90 + ">"),),
)
