"""Names of people told from other short words (出租, 汉族, 自住) by how they begin."""

from hub.cleaning import clean_name
from hub.sheets.workbook import Cell

# The commonest surnames, which nineteen of twenty people bear, and the double ones.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁"
    "沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎闫薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武"
    "戚莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪"
    "梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤时阳穆农司卓古吉缪简"
    "车项连芦麦褚娄窦戈岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛"
    "仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚"
    "花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戎伏鹿薄邸雍辜羊阿乌"
    "母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸"
    "奉植衡富尧闭由"
)
DOUBLE = frozenset(
    ("欧阳", "上官", "司马", "诸葛", "皇甫", "司徒", "尉迟", "令狐", "慕容", "公孙", "夏侯")
    + ("东方", "端木", "南宫", "西门", "轩辕", "呼延", "宇文", "长孙", "鲜于", "闻人", "申屠")
)


def bears_surname(cell: Cell) -> bool:
    """Whether a cell begins as a Chinese name does, or is written as other peoples' names are."""
    value = clean_name(cell).value if isinstance(cell, str) else None
    if not isinstance(value, str):
        return False
    return value[:1] in SURNAMES or value[:2] in DOUBLE or "·" in value
