"""Names as they occur in a Wuhan street."""

from collections.abc import Callable

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文王李张刘陈"
    "王李张刘陈杨黄周胡王李张刘陈"
)
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "皇甫")
MEN = (
    "伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯俊峰建国志文武林海龙江山松柏清云亮成东生家兴福贵德"
)
WOMEN = (
    "芳娜敏静丽艳娟霞秀玲桂英兰洁梅琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉婷倩雅慧颖露瑶怡"
)
DOTTED_MEN = ("买买提", "阿卜杜拉", "艾山", "吐尔逊", "依明")
DOTTED_WOMEN = ("阿依古丽", "帕提古丽", "热依罕", "古丽娜尔", "茹仙")
RARE = "𬭊𬬭𫖯㛃䶮𨱇"
FOREIGN_MEN = ("JOHN SMITH", "PIERRE MARTIN", "KENJI TANAKA", "MINSU KIM", "LUCA ROSSI")
FOREIGN_WOMEN = ("MARIA GARCIA", "ANNA MUELLER", "YUKI SATO", "EMMA BROWN", "CLAIRE PETIT")

MINORITIES = ("15", "15", "15", "06", "06", "03", "11", "08", "02", "12", "04", "10", "14")
"""Tujia and Miao first, as in Hubei; 05 comes with its own names."""


def surname(random: Callable[[], float]) -> str:
    if random() < 0.003:
        return COMPOUND[int(random() * len(COMPOUND))]
    return SURNAMES[int(random() * len(SURNAMES))]


def given(random: Callable[[], float], sex: str) -> str:
    letters = MEN if sex == "1" else WOMEN
    first = letters[int(random() * len(letters))]
    if random() < 0.002:
        first = RARE[int(random() * len(RARE))]
    if random() < 0.16:
        return first
    return first + letters[int(random() * len(letters))]


def dotted(random: Callable[[], float], sex: str) -> str:
    """A name with a middle dot, own name first and the father's after it."""
    own = DOTTED_MEN if sex == "1" else DOTTED_WOMEN
    return f"{own[int(random() * 5)]}·{DOTTED_MEN[int(random() * 5)]}"
