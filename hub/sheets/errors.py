from communities.errors import Invalid

SENTENCES = {
    "empty": ("文件是空的。", "The file is empty."),
    "broken": (
        "文件已损坏或不是表格，无法打开；请用 Excel 或 WPS 另存为 .xlsx 后再上传。",
        "The file is damaged or no workbook; save it again as .xlsx.",
    ),
    "too_large": (
        "文件展开后过大，没有打开；请删去空白行列、拆成几个文件后再上传。",
        "The file is too large inside and was not opened; remove empty rows or split it.",
    ),
    "no_workbook": (
        "这不是可识别的表格文件；请上传 .xlsx、.xls 或 .csv。",
        "Not a workbook; upload .xlsx, .xls or .csv.",
    ),
    "web_page": (
        "这是网页另存的表格；请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。",
        "A web page saved as a sheet; open it and save it as .xlsx.",
    ),
    "locked": (
        "文件设有打开密码；请去掉密码后再上传。",
        "The file is locked by a password; remove it first.",
    ),
    "no_header": (
        "没有认出表头：找不到“姓名”和“身份证号”两列；请每人一行，在人员上方一行写明这两列的列名再上传。",
        "No header was recognised; one line to a person, with the name and ID number columns"
        " named above the rows.",
    ),
    "no_id_column": (
        "认出了“姓名”等列，但没有“身份证号”一列；请加上这一列（没有号码的人留空）再上传。",
        "There is a column of names but none of ID numbers; add it, blank where unknown.",
    ),
    "no_rows": ("表里没有人员行。", "The sheet holds no persons."),
}


class SheetRefused(Invalid):
    """A file that does not enter at all; nothing of it was taken."""

    def __init__(self, reason: str) -> None:
        zh, en = SENTENCES[reason]
        super().__init__(zh, en)
        self.reason = reason
