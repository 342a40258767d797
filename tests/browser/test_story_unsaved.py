"""What is typed and cannot be kept is said while one types, and nothing of it goes."""

from browsing import Served
from playwright.sync_api import Browser, expect

HERE, OFFICIAL = "/report/2022/DV01@LT/Q2", "CB-LT2"
SENT_AND_THE_ANSWER_LOST = """() => {
    const form = document.querySelector("form[data-report]"), sent = new FormData(form);
    sent.set("act", "update");
    return fetch(form.action, {method: "POST", body: sent}).then(answer => answer.ok);
}"""


def test_a_draft_that_is_not_kept_is_said_in_place_of_the_last_one(
    chromium: Browser, served: Served
) -> None:
    with served.context(chromium, OFFICIAL) as context:
        page = context.new_page()
        page.goto(HERE)
        words = page.get_by_label("Việc đã làm").or_(page.locator("[name=narrative]")).first
        words.press_sequentially("Đang viết")
        saved = page.locator("[data-saved]")
        expect(saved).to_contain_text("Đã lưu nháp lúc")
        page.evaluate(SENT_AND_THE_ANSWER_LOST)
        words.press_sequentially(" nữa")
        expect(saved).to_contain_text("gõ thêm sau đó chưa được lưu")
        context.clear_cookies()
        words.press_sequentially(" thêm một câu")
        expect(saved).to_contain_text("Phiên làm việc đã hết nên chưa lưu được")
        page.get_by_role("button", name="Nộp báo cáo").click()
        expect(page.locator("[data-trouble]")).to_contain_text("Phiên làm việc đã hết")
        expect(words).to_have_value("Đang viết nữa thêm một câu")
        context.set_offline(True)
        words.press_sequentially(".")
        expect(saved).to_contain_text("Chưa lưu được bản nháp")
