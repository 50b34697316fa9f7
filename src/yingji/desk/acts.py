"""What entries of the trail are called."""

from yingji.lifecycle.transitions import MOVES

ACTS: dict[str, str] = {
    "plan.upload": "上传预案",
    "plan.keep": "保存草稿",
    "plan.discard": "放弃草稿",
    "file.clear": "清理放弃草稿的文件",
    "plan.record": "补录",
    "plan.correct": "更正号和日期",
    "plan.attach": "上传附件",
    "plan.erase": "删除受限名单",
    **{f"plan.{move}": title for move, title in MOVES.items()},
    "copy.register": "发受控份",
    "copy.end": "了结受控份",
    "contact.confirm": "电话打通",
    "contact.fail": "电话打不通",
    "contact.amend": "更正通讯录",
    "shelter.close": "安置点停用",
    "drill.add": "登记演练",
    "drill.close": "整改完成",
    "roster.set": "登记在册人员",
    "requirement.add": "列入应编",
    "requirement.end": "结束应编",
    "exemption.add": "登记免编",
    "exemption.end": "结束免编",
    "reminder.add": "提醒",
    "policy.set": "定期限和口径",
    "basis.import": "导入依据文件",
    "basis.major": "认定重大变化",
    "calendar.import": "导入工作日历",
    "unit.import": "导入单位名单",
    "unit.add": "新设单位",
    "unit.rename": "单位改名",
    "unit.recode": "变更代码",
    "unit.move": "变更隶属",
    "unit.merge": "合并单位",
    "unit.split": "拆分单位",
    "unit.end": "撤销单位",
    "person.add": "开设账号",
    "person.grant": "授权",
    "person.revoke": "结束授权",
    "person.code": "重置口令",
    "person.token_off": "作废令牌",
    "person.password": "改密码",
    "person.token": "发令牌",
    "person.off": "停用账号",
}
"""By the name in the ledger; an entry may have a longer name that begins so."""


def title_of(act: str) -> str:
    """What an entry is called; its own name where nobody gave it one."""
    return ACTS.get(act, act)
