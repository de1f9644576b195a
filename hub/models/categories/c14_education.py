from hub.fields import EDU, IN, L1, L2, L3, RESIDENT, About
from hub.models.base import ResidentFacts
from hub.models.declaring import code, computed, credit_code, day, flag, text


class Education(ResidentFacts):
    about = About(
        "c14_education",
        "教育",
        "Education",
        RESIDENT,
        owner=EDU,
        rhythm="每学期",
        direction=IN,
    )

    ed_school = text("就读学校", "School", 100, L3, owner=EDU)
    ed_school_uscc = credit_code("学校统一社会信用代码", "School credit code", L1, owner=EDU)
    ed_stage = code("学段", "School stage", "school_stage", L3, owner=EDU)
    ed_grade = text("年级", "Grade", 10, L3, owner=EDU)
    ed_student_no = text("学籍号", "Student number", 30, L3, owner=EDU)
    ed_enrol_date = day("入学日期", "Enrolled on", L3, owner=EDU)
    ed_compulsory = computed(flag("义务教育适龄", "Of compulsory school age", L2))
    ed_aid = code("资助类别", "Student aid", "student_aid", L3, owner=EDU)

    class Meta:
        db_table = "hub_c14_education"
        verbose_name = "教育"
        verbose_name_plural = verbose_name
