"""The rows of each sheet of the workbook."""

from typing import Any

from vinh_phuc_2022.content import Given, everything_given, indicators, load, unit_names, units
from vinh_phuc_2022.people import OfficePost, leads, posts, seats
from vinh_phuc_2022.sheets import SheetColumn, Table

WORDS = load("words")
OFFICE = load("office")
INVENTED = "Họ tên, thư điện tử là minh họa, không chỉ người thật nào"
NUMBER = SheetColumn("TT", 5, True)
UNIT = SheetColumn("Mã đơn vị *", 10, True)
UNIT_NAME = SheetColumn("Tên đơn vị", 30)


def numbered(rows: list[list[Any]]) -> list[list[Any]]:
    return [[number, *row] for number, row in enumerate(rows, start=1)]


def programme() -> Table:
    columns = (SheetColumn("Mục *", 26), SheetColumn("Nội dung *", 86))
    rows = [[item, content] for item, content in OFFICE["programme"].items()]
    title = "SỔ KẾ HOẠCH GIAO CHỈ TIÊU, SẢN PHẨM NĂM 2022"
    return Table("Chương trình", title, "Tỉnh Vĩnh Phúc - bộ số liệu minh họa", columns, rows)


def unit_table() -> Table:
    columns = (
        NUMBER,
        UNIT,
        SheetColumn("Tên đơn vị *", 44),
        SheetColumn("Nhóm *", 34),
        SheetColumn("Quyết định lập BCĐ", 34),
        SheetColumn("Ngày lập BCĐ", 13, True),
    )
    rows = numbered(
        [
            [u["code"], u["name"], WORDS["group"][u["group"]], *u.get("committee", ["", ""])]
            for u in units()
        ]
    )
    subtitle = "Ô quyết định để trống: đơn vị chưa lập ban chỉ đạo. Số, ngày quyết định là minh họa"
    return Table("Đơn vị", "DANH SÁCH ĐƠN VỊ NHẬN CHỈ TIÊU", subtitle, columns, rows)


def official_table() -> Table:
    columns = (
        NUMBER,
        SheetColumn("Mã chức vụ *", 12, True),
        SheetColumn("Chức vụ *", 44),
        UNIT,
        UNIT_NAME,
        SheetColumn("Người đứng đầu", 9, True),
        SheetColumn("Mã cán bộ *", 10, True),
        SheetColumn("Họ và tên *", 22),
        SheetColumn("Thư điện tử", 33),
        SheetColumn("Từ ngày", 12, True),
        SheetColumn("Đến ngày", 12, True),
        SheetColumn("Ngôn ngữ", 11, True),
        SheetColumn("Vai trò", 14, True),
        SheetColumn("Điện thoại", 15, True),
    )
    names = unit_names()
    rows = numbered([_official(post, names) for post in posts()])
    return Table("Cán bộ", "DANH SÁCH CÁN BỘ THEO CHỨC VỤ", INVENTED, columns, rows)


def _official(post: OfficePost, names: dict[str, str]) -> list[Any]:
    who = [post.person, post.name, post.email, post.starts, post.ends]
    head = "x" if post.is_head else ""
    place = [post.position, post.title, post.unit, names[post.unit]]
    return [*place, head, *who, post.language, post.role, post.telephone]


def committee_table() -> Table:
    columns = (
        NUMBER,
        UNIT,
        UNIT_NAME,
        SheetColumn("Mã chức vụ *", 12, True),
        SheetColumn("Họ và tên", 22),
        SheetColumn("Vai trò trong BCĐ *", 20),
        SheetColumn("Nhiệm vụ được giao", 70),
    )
    names, holders = unit_names(), {post.position: post.name for post in reversed(posts())}
    rows = numbered(
        [[s.unit, names[s.unit], s.position, holders[s.position], s.role, s.task] for s in seats()]
    )
    return Table("Ban chỉ đạo", "THÀNH VIÊN BAN CHỈ ĐẠO CÁC ĐƠN VỊ", INVENTED, columns, rows)


def indicator_table() -> Table:
    columns = (
        NUMBER,
        SheetColumn("Mã chỉ tiêu *", 11, True),
        SheetColumn("Tên chỉ tiêu, sản phẩm *", 46),
        SheetColumn("Loại *", 18),
        SheetColumn("Đơn vị tính", 13, True),
        SheetColumn("Chiều", 18),
        SheetColumn("Lĩnh vực", 20),
        SheetColumn("Nguồn số liệu", 30),
        SheetColumn("Cách tính", 34),
        SheetColumn("Chốt số liệu", 18),
        SheetColumn("Số ngày chốt", 8, True),
        SheetColumn("Cộng gộp", 14),
        SheetColumn("Khó", 6, True),
        SheetColumn("Mới", 6, True),
        SheetColumn("Khắc phục hạn chế", 30),
        SheetColumn("Thuộc chỉ tiêu", 11, True),
        SheetColumn("Ghi chú", 44),
    )
    subtitle = "Dùng chung cho mọi đơn vị nhận; cột Ghi chú nói phần nào có trong nguồn"
    rows = numbered([_indicator(row) for row in indicators().values()])
    return Table("Chỉ tiêu", "DANH MỤC CHỈ TIÊU, SẢN PHẨM NĂM 2022", subtitle, columns, rows)


def _indicator(row: dict[str, Any]) -> list[Any]:
    product = "Nguồn: sản phẩm giao cho sở, ngành năm 2022. Các bước và ngày là minh họa."
    note = product if row.get("from_source") else "Minh họa."
    texts = [row.get(key, "") for key in ("category", "source", "formula", "cut_off")]
    return [
        row["code"],
        row["name"],
        WORDS["kind"][row["kind"]],
        row.get("uom", ""),
        "" if row["kind"] == "product" else WORDS["direction"][row.get("direction", "higher")],
        *texts,
        row.get("cut_off_days", ""),
        WORDS["roll_up"].get(row.get("roll_up"), ""),
        *("x" if row.get(mark) else "" for mark in ("hard", "new")),
        row.get("repairs", ""),
        row.get("parent", ""),
        row.get("note", note),
    ]


def assignment_table() -> Table:
    columns = (
        NUMBER,
        SheetColumn("Mã chỉ tiêu *", 10, True),
        SheetColumn("Tên chỉ tiêu, sản phẩm", 38),
        SheetColumn("Đơn vị tính", 11, True),
        UNIT,
        SheetColumn("Tên đơn vị", 26),
        SheetColumn("Người chịu trách nhiệm", 19),
        SheetColumn("Đơn vị phối hợp", 13),
        SheetColumn("Đơn vị theo dõi", 11),
        SheetColumn("Kết quả năm trước", 10),
        SheetColumn("Kế hoạch năm", 16),
        SheetColumn("Trọng số", 7, True),
        SheetColumn("Thời hạn", 12, True),
        *(SheetColumn(f"Quý {number}", 8) for number in ("I", "II", "III", "IV")),
        SheetColumn("Ghi chú", 34),
    )
    names, by_unit = unit_names(), {}
    for post in posts():
        by_unit.setdefault(post.unit, []).append(post)
    rows = numbered([_assignment(given, names, by_unit) for given in everything_given()])
    subtitle = (
        "Ô quý trống: không có mốc. Số 0: có mốc, kế hoạch bằng 0. Lộ trình: xem trang Lộ trình"
    )
    return Table("Giao chỉ tiêu", "GIAO CHỈ TIÊU, SẢN PHẨM NĂM 2022", subtitle, columns, rows)


def _assignment(
    given: Given, names: dict[str, str], by_unit: dict[str, list[OfficePost]]
) -> list[Any]:
    indicator = given.indicator
    return [
        indicator["code"],
        indicator["name"],
        indicator.get("uom", ""),
        given.unit,
        names[given.unit],
        "; ".join(leads(given.unit, by_unit)),
        "; ".join(given.coordinating),
        "; ".join(given.watching),
        given.baseline,
        given.target,
        given.weight,
        given.deadline,
        *given.quarters,
        given.note,
    ]


def roadmap_table() -> Table:
    columns = (
        NUMBER,
        SheetColumn("Mã chỉ tiêu *", 11, True),
        UNIT,
        UNIT_NAME,
        SheetColumn("Bước *", 7, True),
        SheetColumn("Nội dung", 46),
        SheetColumn("Mở từ ngày", 12, True),
        SheetColumn("Hạn *", 14, True),
        SheetColumn("Giá trị kế hoạch", 11),
        SheetColumn("Sản phẩm", 38),
    )
    names = unit_names()
    rows = [
        [*_step_place(given, names), s.label, s.title, s.opens_on, s.due, s.expected, s.product]
        for given in everything_given()
        for s in given.steps
    ]
    subtitle = "Hạn rơi vào ngày nghỉ thì tính đến ngày làm việc kế tiếp. Các ngày là minh họa"
    return Table("Lộ trình", "LỘ TRÌNH CÁC VIỆC KHÓ VÀ SẢN PHẨM", subtitle, columns, numbered(rows))


def _step_place(given: Given, names: dict[str, str]) -> list[str]:
    return [given.indicator["code"], given.unit, names[given.unit]]


def calendar_table() -> Table:
    columns = (
        SheetColumn("Ngày *", 13, True),
        SheetColumn("Làm việc *", 12, True),
        SheetColumn("Căn cứ", 90),
    )
    rows = OFFICE["calendar"]["rows"]
    subtitle = "Ghi cả những ngày nghỉ bù đã biết; năm 2022 không có ngày thứ Bảy làm bù"
    return Table("Lịch làm việc", "LỊCH LÀM VIỆC NĂM 2022", subtitle, columns, rows)


def ladder_table() -> Table:
    columns = (
        SheetColumn("Số ngày làm việc *", 16, True),
        SheetColumn("Lặp lại mỗi", 14, True),
        SheetColumn("Nhắc ai *", 30),
        SheetColumn("Mức độ", 24),
    )
    rows = OFFICE["ladder"]["rows"]
    subtitle = "Số âm: trước hạn; 0: đúng ngày đến hạn; số dương: sau hạn"
    return Table("Nấc đôn đốc", "CÁC NẤC NHẮC VIỆC, ĐÔN ĐỐC", subtitle, columns, rows)


def note_table() -> Table:
    columns = (
        SheetColumn("Thứ tự", 8, True),
        SheetColumn("Tính chất", 18),
        SheetColumn("Điều cần biết", 110),
    )
    rows = numbered(OFFICE["notes"]["rows"])
    subtitle = (
        "Nguồn: bài về hội nghị ngày 07/01/2022 của Ban Thường vụ Tỉnh ủy, đăng ngày 10/01/2022"
    )
    return Table(
        "Ghi chú minh họa", "PHẦN NÀO CÓ TRONG NGUỒN, PHẦN NÀO MINH HỌA", subtitle, columns, rows
    )
