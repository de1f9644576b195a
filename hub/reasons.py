"""Every reason for which a value, a row or a file does not enter: one place, one sentence each."""

from dataclasses import dataclass

from communities.language import is_english


@dataclass(frozen=True, slots=True)
class Reason:
    """`flag` is the code of dq_flag.csv that goes with it, or ''."""

    id: str
    zh: str
    en: str
    flag: str = ""


_ROWS = (
    Reason(
        "id_check_digit",
        "证件号码校验位不对，请核对原件",
        "The check digit of the ID number is wrong; check the document",
        "Q01",
    ),
    Reason(
        "id_lost_digits",
        "证件号码单元格是数字格式，末尾几位已丢失；请把该列设为文本格式后重新填写",
        "The ID number lost its last digits in a number cell; format the column as text",
        "Q01",
    ),
    Reason(
        "id_bad_date",
        "证件号码里的出生日期不存在，请核对原件",
        "The ID number holds an impossible date; check the document",
        "Q01",
    ),
    Reason(
        "id_bad_form",
        "证件号码位数或字符不对，请核对原件；不是身份证的，请写明证件类型",
        "The ID number has a wrong length or letters; check it, or name the kind of document",
        "Q01",
    ),
    Reason(
        "id_other_person",
        "证件号码属于另一人，请核对两人的原件，改正号码或姓名",
        "The ID number belongs to someone else; check both documents",
    ),
    Reason(
        "struck_out",
        "该行画了删除线，未导入；仍住在本社区的把退回的这一行重新导入，已离开的从表中删去",
        "The row is struck through; import it again if they still live here, else delete it",
    ),
    Reason(
        "no_id",
        "没有证件号码，列为待核问题，暂不建档；补填号码后重新导入",
        "No ID number: a question, not a person yet; add the number and import again",
    ),
    Reason(
        "line_damaged",
        "这一行已损坏，分不清各列，整行未采用；请对方核对后重新提供",
        "The line is damaged and cannot be parted into its columns; ask for it again",
    ),
    Reason(
        "no_home",
        "系统里还没有此人，又没有认得出的住址：导入后不归任何社区，谁也查不到；"
        "请补上居住地址（如 36栋2单元1502）",
        "Nobody here yet and no living address that can be read: in no community after the "
        "import and found by nobody; add the address (such as 36栋2单元1502)",
    ),
    Reason(
        "no_name",
        "系统里还没有此人，又没有姓名：导入后只能按证件号码查到；请补上姓名",
        "Nobody here yet and no name: found by the ID number alone after the import; add the name",
    ),
    Reason("unknown_field", "没有这个字段，该项未采用", "There is no such field"),
    Reason(
        "derived_field", "该项由系统推算，不能填写", "The field is computed and cannot be entered"
    ),
    Reason("waits_for_day", "日期尚未到，到日自动生效", "Waits for its day, then enters by itself"),
    Reason(
        "event_counted",
        "这条服务或待遇记录已经计入；这次的人员、日期、内容、次数或金额不同，未采用，请与来源核对",
        "This event is counted already; told anew with another person, day, content, number or"
        " amount it was not taken: check with the source",
    ),
    Reason(
        "moment_in_future",
        "消息的时间晚于现在，整行未采用；请核对发送方的时钟",
        "The moment of the message has not come yet, so the row is set aside; check your clock",
    ),
    Reason(
        "older_version",
        "这一编号已收到过更新的版本，这一行未采用",
        "A newer version of this key has been taken, so this row was passed over",
    ),
    Reason(
        "community_unknown",
        "没有这个社区，或它不在密钥的范围内，社区一项未采用",
        "No such community, or not within the areas of the key; the community was not taken",
    ),
    Reason(
        "community_none",
        "没有这个社区代码，整行未采用；请核对区划代码后重新提供",
        "There is no community of this code, so the row was not taken; check the code of the area",
    ),
    Reason(
        "value_not_taken",
        "已收到，未采用：现值来自同等或更可信的来源；您的说法留存在现值旁边",
        "Heard, not taken: the held value is of equal or greater weight; yours is kept beside it",
    ),
    Reason(
        "value_in_question",
        "已收到，未采用：与归口部门或窗口核实过的现值不同；您的说法已留存，并列为待核问题",
        "Heard, not taken: its owner or a counter says otherwise; yours is kept and a person asked",
    ),
    Reason(
        "number_in_question",
        "证件号码与此人现有的号码不同，号码未采用，留待核对；其余内容记在此人名下，请核对是否指错了人",
        "Not the ID number held of this person: kept as a question, not taken; the rest stands of"
        " this person, so check who was meant",
    ),
    Reason("unknown_person", "库中没有此人", "Nobody of this number is held"),
    Reason(
        "code_unknown",
        "填写的内容不在代码表内，该项未采用",
        "The word is not in the code list",
        "Q14",
    ),
    Reason("bool_unknown", "应填“是”或“否”", "Yes or no expected", "Q14"),
    Reason(
        "country_unknown", "国家或地区不在代码表内", "The country is not in the code list", "Q14"
    ),
    Reason("date_impossible", "日期不存在", "No such day"),
    Reason(
        "date_order_unknown",
        "日期的年月日顺序不明，请按 2024-03-05 的样子填写",
        "The order of day and month is unknown",
    ),
    Reason("date_incomplete", "日期缺日，请填写到日", "The day is missing"),
    Reason("date_bad_form", "看不懂的日期，请按 2024-03-05 的样子填写", "Not a date"),
    Reason(
        "left_without_day",
        "写明已搬走或迁出，但没有日期，仍按住在本社区导入；请核实并填写离开的日期",
        "Told to have left, without a day; taken as living here: check and give the day",
    ),
    Reason("date_in_future", "日期晚于今天", "The day has not come yet"),
    Reason("month_bad_form", "看不懂的年月，请按 202403 的样子填写", "Not a month"),
    Reason("phone_bad_form", "电话号码位数不对", "Not a telephone number"),
    Reason(
        "address_is_day",
        "地址被表格软件改成了日期，该项未采用；请把该列设为文本格式后重新填写",
        "A spreadsheet made a day of the address; format the column as text",
    ),
    Reason(
        "number_lost_digits",
        "号码单元格是数字格式，末尾几位已丢失，该项未采用；请把该列设为文本格式后重新填写",
        "The number lost its last digits in a number cell; format the column as text",
    ),
    Reason("number_bad_form", "应填数字", "A number is expected"),
    Reason("number_too_large", "数字过大", "The number is too large"),
    Reason(
        "division_bad_form",
        "行政区划代码应为6、9或12位数字",
        "A division code has 6, 9 or 12 digits",
    ),
    Reason("uscc_bad_form", "统一社会信用代码校验不对", "The credit code is wrong"),
    Reason("uuid_bad_form", "内部标识格式不对", "Not an internal identifier"),
    Reason("name_bad_form", "姓名里没有文字", "The name holds no letters"),
    Reason("too_long", "内容过长", "The text is too long"),
    Reason("value_masked", "内容已打星号，不能作为原值采用", "A masked value is no value"),
    Reason(
        "birth_differs",
        "出生日期与证件号码不符，以证件号码为准",
        "The birth date differs from the ID number",
        "Q04",
    ),
    Reason(
        "sex_differs",
        "性别与证件号码不符，以证件号码为准",
        "The sex differs from the ID number",
        "Q05",
    ),
)

REASONS: dict[str, Reason] = {reason.id: reason for reason in _ROWS}


def sentence(reason_id: str) -> str:
    """The sentence of a reason in the reader's language; the id where none is written."""
    reason = REASONS.get(reason_id)
    if reason is None:
        return reason_id
    return reason.en if is_english() else reason.zh


def in_both(reason_id: str) -> tuple[str, str]:
    """The sentence in Chinese and in English; the id where none is written."""
    reason = REASONS.get(reason_id)
    return (reason.zh, reason.en) if reason else (reason_id, reason_id)
