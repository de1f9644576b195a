from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from hub.fields import (
    BOTH,
    EMP,
    HUB,
    L1,
    L2,
    L3,
    L4,
    MCA_HY,
    NONE,
    ORG,
    OUT,
    PSB_HJ,
    RESIDENT,
    SI,
    About,
)
from hub.models.base import SubjectRow
from hub.models.declaring import (
    always,
    by_id,
    code,
    codes,
    computed,
    country,
    credit_code,
    day,
    division,
    flag,
    id18,
    kept,
    link,
    month,
    number,
    phone,
    public_key,
    sealed,
    sealed_rule,
    short_text,
    text,
    text_array,
)

MERGED, DEAD = "4", "2"  # of record_status, of alive_status
COMMUNITY = r"^\d{12}$"
PREFIX = "varchar_pattern_ops"
KNOWN_MOBILE = Q(mobile_hash__isnull=False)
KNOWN_PHONE = Q(phone_alt_hash__isnull=False)
COUNTED_REG = Q(member_reg__isnull=False)
COUNTED_RES = Q(member_res__isnull=False)
MERGED_AWAY = Q(merged_into__isnull=False)


class Resident(SubjectRow):
    """One living person, once, however many systems know them.

    `scope` is the grid, else the community lived in, else the community registered in.
    """

    about = About(
        "core_resident",
        "居民核心",
        "Resident core",
        RESIDENT,
        owner=HUB,
        rhythm="实时",
    )

    resident_id = public_key(
        "居民内部标识", "Internal resident identifier", L1, owner=HUB, direction=OUT
    )
    id_type = code("证件类型", "Identity document type", "id_type", L2, owner=PSB_HJ)
    id_number = id18("证件号码", "Identity document number", L3, owner=PSB_HJ)
    name = text("姓名", "Name", 100, L2, owner=PSB_HJ)
    name_former = text("曾用名", "Former name", 100, L2, owner=PSB_HJ)
    name_pinyin = kept(text("姓名拼音", "Name in pinyin (search key)", 200, L2))
    sex = by_id(code("性别", "Sex", "sex", L2, owner=PSB_HJ))
    birth_date = by_id(day("出生日期", "Date of birth", L2, owner=PSB_HJ))
    age = computed(number("周岁", "Age in full years", L2))
    age_band = computed(code("年龄段", "Age band", "age_band", L2))
    ethnic_group = code("民族", "Ethnic group", "ethnic", L2, owner=PSB_HJ)
    nationality = country("国籍", "Nationality", L2, owner=PSB_HJ)
    marital_status = code("婚姻状况", "Marital status", "marital", L2, owner=MCA_HY, fresh=36)
    education_level = code(
        "学历", "Education level", "education", L2, owner=HUB, direction=BOTH, fresh=36
    )
    political_status = code("政治面貌", "Political status", "political", L3, owner=ORG)
    personal_identity = code(
        "从业状况(个人身份)",
        "Personal identity status",
        "personal_identity",
        L2,
        owner=HUB,
        direction=BOTH,
    )
    occupation_major = code("职业大类", "Occupation major group", "occupation_major", L2, owner=EMP)
    health_status = code(
        "健康状况", "Health status", "health_status", L4, owner=HUB, direction=NONE
    )
    native_place = division("籍贯", "Native place", 6, L2, owner=PSB_HJ)
    birth_place = division("出生地", "Place of birth", 6, L2, owner=PSB_HJ)
    hukou_address = text("户籍地址", "Registered address", 200, L3, owner=PSB_HJ)
    hukou_division = division("户籍地区划", "Registered division code", 12, L2, owner=PSB_HJ)
    hukou_type = code("户口性质", "Hukou type", "hukou_type", L2, owner=PSB_HJ)
    residence_type = kept(code("人口类别", "Residence category", "residence_type", L2), OUT)
    residence_address = kept(text("现居住地址", "Living address", 200, L3), OUT)
    dwelling = link(
        "居住房屋", "Dwelling lived in", "hub.Dwelling", L2, owner=HUB, direction=BOTH, fresh=12
    )
    household = link("所属家庭户", "Household", "hub.Household", L2, owner=HUB, direction=BOTH)
    relation_to_head = code("与户主关系", "Relation to head", "family_relation", L2, owner=PSB_HJ)
    mobile = phone("手机号码", "Mobile phone", L3, owner=HUB, direction=BOTH, fresh=12)
    phone_alt = phone("备用电话", "Other phone", L3, owner=HUB, direction=NONE, fresh=12)
    emergency_name = text("紧急联系人", "Emergency contact", 100, L3, owner=HUB, direction=NONE)
    emergency_phone = phone(
        "紧急联系电话", "Emergency contact phone", L3, owner=HUB, direction=NONE
    )
    employer_name = text("工作单位", "Employer", 200, L2, owner=EMP, fresh=6)
    employer_uscc = credit_code(
        "单位统一社会信用代码", "Employer credit code", L2, owner=EMP, fresh=6
    )
    bank_account = sealed(text("一卡通银行账号", "Benefit bank account", 32, L4, owner=SI))
    bank_name = text("开户银行", "Bank", 60, L3, owner=SI)
    retire_age_category = code(
        "原法定退休年龄类别",
        "Former statutory retirement category",
        "retire_age_category",
        L2,
        owner=SI,
    )
    statutory_retire_date = computed(month("法定退休年月", "Statutory retirement month", L2))
    is_past_retire_age = computed(flag("是否已达法定退休年龄", "Past statutory retirement age", L2))
    is_working_age = computed(flag("是否劳动年龄", "Of working age", L2))
    is_under14 = computed(flag("是否不满十四周岁", "Under 14", L2))
    community_code = kept(division("社区代码", "Community code", 12, L1), OUT)
    street_code = kept(division("街道代码", "Street code", 9, L1), OUT)
    grid_code = kept(text("网格代码", "Grid code", 20, L1), OUT)
    alive_status = code("生存状态", "Alive status", "alive_status", L2, owner=PSB_HJ)
    death_date = day("死亡日期", "Date of death", L3, owner=MCA_HY)
    record_status = always(
        "1", code("记录状态", "Record status", "record_status", L1, owner=HUB, direction=OUT)
    )
    move_in_date = day("迁入(入住)日期", "Move-in date", L2, owner=HUB, direction=BOTH)
    move_out_date = day("迁出(离开)日期", "Move-out date", L2, owner=HUB, direction=BOTH)
    move_reason = code("变动原因", "Reason of change", "move_reason", L2, owner=HUB, direction=BOTH)
    dq_flags = kept(codes("数据质量标记", "Data quality flags", "dq_flag", L1))
    verified_at = kept(day("最近核实日期", "Last verified", L1))

    # Beside the dictionary: what the door keeps so that a person is counted and found.
    registered_community = short_text(12, "户籍社区")
    member_reg = short_text(12, "户籍人口所属单位")
    member_res = short_text(12, "居住人口所属单位")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name="并入", null=True, blank=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    name_grams = text_array("姓名检索字")
    name_initials = text_array("姓名拼音首字母")

    class Meta:
        db_table = "hub_resident"
        verbose_name = "居民核心"
        verbose_name_plural = verbose_name
        constraints = [
            UniqueConstraint(
                fields=["id_number_hash"],
                condition=~Q(record_status=MERGED),
                name="resident_identity_is_one_live_record",
            ),
            CheckConstraint(
                condition=Q(id_number_hash__isnull=True) | Q(id_type__isnull=False),
                name="resident_id_number_has_a_type",
            ),
            CheckConstraint(
                condition=Q(id_type__regex=r"^\d{3}$"), name="resident_id_type_is_three_digits"
            ),
            CheckConstraint(
                condition=Q(merged_into__isnull=True)
                | (Q(record_status=MERGED) & ~Q(merged_into=F("id"))),
                name="resident_merges_into_another",
            ),
            CheckConstraint(
                condition=Q(community_code__regex=COMMUNITY),
                name="resident_community_is_twelve_digits",
            ),
            CheckConstraint(
                condition=Q(registered_community__regex=COMMUNITY),
                name="resident_registered_community_is_twelve_digits",
            ),
            *sealed_rule(
                "resident", "id_number", "mobile", "phone_alt", "emergency_phone", "bank_account"
            ),
        ]
        indexes = [
            Index(fields=["scope"], name="resident_scope", opclasses=[PREFIX]),
            Index(fields=["name", "scope"], name="resident_name_scope", opclasses=[PREFIX, PREFIX]),
            Index(fields=["name_pinyin"], name="resident_pinyin", opclasses=[PREFIX]),
            GinIndex(fields=["name_grams"], name="resident_name_grams"),
            GinIndex(fields=["name_initials"], name="resident_name_initials"),
            Index(fields=["mobile_hash"], name="resident_mobile", condition=KNOWN_MOBILE),
            Index(fields=["phone_alt_hash"], name="resident_phone_alt", condition=KNOWN_PHONE),
            Index(fields=["member_reg"], name="resident_member_reg", condition=COUNTED_REG),
            Index(fields=["member_res"], name="resident_member_res", condition=COUNTED_RES),
            Index(fields=["merged_into"], name="resident_merged_into", condition=MERGED_AWAY),
        ]
