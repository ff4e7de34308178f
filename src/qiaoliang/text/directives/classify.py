"""What one clause is: a task verb, its means, its purpose, an attitude, a target, or a statement; each with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from qiaoliang.text.directives.deadlines import find_deadline
from qiaoliang.text.directives.quantities import find_quantity, is_target
from qiaoliang.text.directives.words import ABSTRACT_TAIL, ATTITUDE, MEANS, RESULT, VAGUE, WORK, opening_verb

Role = Literal["task", "means", "purpose", "attitude", "target", "statement", "frame"]


@dataclass(frozen=True)
class Reading:
    """A clause read: its role, whether a modal word asked, its verb with offset in the clause, and the reason in Chinese.

    ``other``: its subject is named and no registered unit, so whoever was addressed before is not meant.
    """

    role: Role
    why: str
    asked: bool = False
    verb: str = ""
    at: int = 0
    promised: bool = False
    everyone: bool = False
    other: bool = False


CONNECT = re.compile(
    r"^(?:会议(?:研究)?(?:决定|议定|明确|要求|强调|指出)|所以|即(?!日|刻|使)|因此|同时|此外|另外|而且|并且|但是|但|而|总之|具体来说|具体来讲|下一步|下一阶段|今后|当前|目前|接下来|会后|一方面|另一方面|建议(?=由)|其中|特别是|尤其是|首先|其次|再次|最后|在此基础上|对此|为此|一句话|这里|当务之急|"
    r"(?:我)?再?强调一点|今年|今年以来|明年|全年|[两三四五]年(?=安排|投入|新增|建设|完成|培育|支持))+，?"
)
ASKING = re.compile(
    r"(?<![需重主首必想将只快摘简纪概扼紧险显卡])要(?![求点务素件闻么害塞领道旨义诀]|紧(?![盯扣紧贴抓跟密])|不(?!断|折|定期|得))(?!强[的心，])(?:是)?|必须要?|务必|(?<!相|适|顺|策|响|供|对|反|效|感|回|呼|照|一|理)应(?!该?说)(?:当|该)?(?![用急对答变聘邀届届付援激援收力运验链])|须|希望|(?<![申邀提聘延报恳敦])请(?!求|示|假)|不得|严禁"
)
_PROMISE = re.compile(
    r"^(?:[^，]{0,8}我们?|我[局委办院省市县区镇乡]|[^，]{0,16}(?:我们|我)|本届政府|(?:[省市区县](?:委|政府|委[、省市区县]*政府))[^，]{0,16}?)(?:也|还|都|一定|必)*将(?!要?求)"
)
_ADDRESSED = re.compile(r"(?:大家|同志们|各位(?:同志|领导)?)(?:会后|回去后|都|能够?|也)?(?:要|一定要)?")
_EVERYONE = re.compile(
    r"^(?:希望|请)?(?:大家|同志们|各位|我们|党员干部|广大[^，]{0,8}?(?:干部|职工|党员|教师|青年|代表|企业家|工作者|人员)|全体[^，]{0,8}?(?:干部|党员)|领导干部|每[一个位名]{0,2}[^，]{0,6}(?:干部|党员))"
)
_PAST = re.compile(
    r"(?:取得|实现|完成|解决|建成|开展|召开|出台|打下|建立|形成|涌现|创出|做|下|营造|明确|部署|总结|提出|听取|传达|学习|交流|通报|汇报|分析|介绍|提供|指明)(?:起来)?了(?!解)|"
    r"已经?(?!有的)|曾经?|一直(?:以来)?(?:是|也|都|十分|在)|过去(?:的|一)|去年|上年|以来|成效显著|圆满|取得(?!更|新|积极).{0,10}成[绩效就]|也取了|难能可贵|好现象|可圈可点|并不|没有|不像|不怕|"
    r"(?:比较|还有|仍然|依然|存在).{0,12}(?:问题|不足|差距|辛苦|紧张|薄弱|短板)|给予.{0,6}(?:肯定|评价|赞扬)|表示(?!范)|指出$|出席|主持|参加会议|参加了|充分肯定"
)
_COPULA = re.compile(
    r"^[^，“]{2,}?(?<![要就也还都若但凡或于总正而只更即不别其])是(?!否|非)|^(?:这|那|它|其|我说|我(?:认为|觉得|个人)|如果|假如|虽然|由于|尽管|无论|不管|从.{1,8}[看讲说]$)|^是(?!否)|^综合考虑|^提出(?:这|以上|上述)|(?:重要性|意义)(?:重大|深远)"
)
_REPORTER = re.compile(
    r"^[^，。要]{0,24}?(?:要求|强调|指出|议定|商定|确定|提出.{0,8}(?:要求|意见)|部署|明确|认为|决定|通知如下|安排如下|原则(?:上)?同意[^，]*|目标(?:是|为)|抓好以下.{0,4}工作|做到以下.{0,4})$"
)
GOALS = re.compile(r"(?:目标|指标|任务)(?:是|为)$|(?:总体|总的)要求是$")
_FRAME = re.compile(
    r"^(?:为|为了)?(?:实现|完成|做好)(?:上述|以上|今年|明年|这些|全年)[^，]{0,10}(?:目标|工作|任务)$|^就是要?.{1,6}$|^重点?(?:抓好|做好|把握好|做好以下|抓好以下).{0,14}$|.{0,12}(?:抓好|做好|把握|突出).{0,4}(?:以下|(?:[一二三四五六七八九十]+|\d+)(?:个|项|方面|件)).{0,10}(?:工作|方面|任务|事项|重点)?$|^提(?:出)?[一二三四五六七八九十几]点"
)
_DISPOSAL = re.compile(r"^(?:要|并|也|还|再)?(?:把|将)(.{2,})")
_LOCATIVE = re.compile(
    r"^(?:在|从|对|就|当)[^，]*(?:上|中|下|时|后|前|里|内|方面|过程中|基础上|的同时|来说|而言|来讲|方面来看)$|^.{2,20}方面$|^.{2,14}领域$|^[^，]{1,6}(?:中|时|之后|期间)$"
)
_MEANS_TAIL = re.compile(
    r"(?:为(?:契机|重点|抓手|载体|目标|牵引|导向|核心|引领|主线|中心|突破口|依托|统领|基础|主题|切入点|原则|根本|关键|先导|支撑|保障|动力|纽带|平台)|作用|优势|时机|机遇|契机|导向|原则|要求|(?:的)?基础上|"
    r"思路|定位|主线|目标|规律|大势|趋势|工作资源|资源|资源优势|理念|特点|实际|关键|主题|牵头|方式|办法|形式)$"
)
_MEANS_VERB = frozenset(
    [
        "发挥", "整合", "运用", "利用", "用好", "突出", "聚焦", "把握", "抓住", "抢抓", "坚持", "着力", "结合", "瞄准", "紧盯", "依托", "围绕",
        "锚定", "参照", "立足", "牵头", "统筹",
    ]
)  # fmt: skip
#: 坚决防止… after a task says what the task is against.
AVERTS = re.compile(r"(?:坚决|有效|严格|切实|严防)*(?:防止|避免|遏制|杜绝|防范)(?!化解)")
TELLING = frozenset({"宣传", "反映", "报道", "宣讲", "推广", "展示"})
_STRESS = re.compile(r"^(?:始终|深入|全面|认真|切实|努力|不断|进一步|真正|必须|持续|积极|时刻|一定)+")
_NOT_MEANS = re.compile(
    r"经[济营费贸验]|自[然贸治主身觉]|在[园校岗建籍册]|用[地水电能好足活心情]|同[步时志意]|当[好前地]|就[业是地近]|从[严快业细实]|为民|按[时期]|对[外口标]|以来|由于|向海|除[险尘]"
)
_ROLE = re.compile(r"^[^，]{2,24}(?:配合|协助|协同|牵头|参与)$")
TO_END = re.compile(r"^(?:为|让|使|使得|以(?!.{1,20}为)|从而|进而|以便|切实让|真正让|努力让|更好)")
_SUBJECT_ACTS = re.compile(
    r"^([^，的是了“《]{2,28}?)(?:严格|带头|分别|积极|基本|联合)*(着力|重点(?=[抓引做推])|加快|落实|增加|做强|布局|打造|推进|推动|抓好|用好|强化|实施|完成|建成|开工|力争|争取|具备|实行|开展|建设)(?=.{2,})"
)
#: A body nobody registered as the subject: 规上企业, 高校院所.
_BODY = re.compile(r"(?:企|企业|高校|院所|机构|商会|银行|平台|学校|医院|园区|公司|经营主体)(?:要|应|都|均)?$")
_MANY = re.compile(r"^(?:多|常|勤)(?![渠层形途措方元点维种态年])(?:[一-鿿])(?=.{2,})")


#: 名单于月底前报备案: a paper handed in, its sender named before or nowhere.
_HANDED_IN = re.compile(
    r"^(?:[^，的]{0,8}(?:结果|情况|名单|方案|材料|总结|台账|清单|报表|计划))(?:请|要|应|须)?(?:于[^，]{2,12}前)?(?:及时|按时|统一|书面)?(?:(?=报)|向[^，]{2,6}(?=公开$|公布$|公示$|通报$))(公开|公布|公示|通报|报(?:送|备)?(?![告道名考销废酬表])(?=.{2,}))"
)


def read_clause(folded: str, *, open_asks: bool, after_task: bool, lead: bool, flowing: bool = False) -> Reading:
    """Read one folded clause without its subject.

    ``open_asks``: bare verbs count as asked here; ``after_task``: the clause follows a task or a target of its sentence;
    ``lead``: the clause opens its sentence; ``flowing``: its paragraph has asked for something before.
    """
    bare = CONNECT.sub("", folded)
    offset = len(folded) - len(bare)
    if GOALS.search(folded) or (_REPORTER.search(folded) and not opening_verb(bare)):
        return Reading("frame", "引出要求的话")
    if (promise := _PROMISE.match(bare)) and _creed(bare[promise.end() :]):
        return Reading("attitude", f"“{promise[0][-8:]}”之后是态度或方针", True)
    if promise:
        return Reading(
            "task", f"“{promise[0][-8:]}”：讲话者自己承诺", True, *_verb(bare, promise.end(), offset), promised=True
        )
    modal = _modal(bare)
    if modal is None and (_PAST.search(folded) or _COPULA.search(bare)):
        return Reading("statement", "叙述情况")
    everyone = bool(_EVERYONE.match(bare))
    start = modal.end() if modal else 0
    if modal and modal[0].startswith(("希望", "请")) and (named := _ADDRESSED.match(bare, start)):
        start = named.end()
    limit = find_deadline(bare[start:])
    if limit and limit[0] <= 1 and len(bare) - start - limit[1] >= 3 and bare[start + limit[1]] not in "，的":
        start += limit[1]
    core = bare[start:]
    if len(core) < 2:
        return Reading("statement", "没有要求的词")
    if _FRAME.search(bare) and not find_deadline(bare) and not find_quantity(bare):
        return Reading("frame", "总起的话，下文分述", asked=bool(modal))
    reading = _core(core, start + offset, bool(modal) or open_asks, after_task, lead, bool(modal))
    if reading.role == "statement" and not modal and open_asks and (sent := _HANDED_IN.match(core)):
        return Reading("task", f"“{sent[1]}”：要求报送", False, sent[1], start + offset + sent.start(1))
    if reading.role == "statement" and not modal and flowing and open_asks and (acted := _SUBJECT_ACTS.match(core)):
        return Reading(
            "task",
            f"“{acted[1]}……{acted[2]}”：在一串要求中，写明了对象",
            False,
            acted[2],
            start + offset + acted.start(2),
            other=bool(_BODY.search(acted[1])),
        )
    if everyone and reading.role == "task" and not is_tangible(core):
        reading = Reading(
            "attitude", "对大家的勉励，没有可交账的对象", bool(modal), reading.verb, reading.at, everyone=True
        )
    if everyone and reading.role == "attitude":
        reading = replace(reading, everyone=True)
    if modal and reading.role == "statement":
        return Reading(
            "attitude" if _vague(core) or everyone else "task",
            f"“{modal[0]}”：提出要求",
            True,
            *_verb(bare, start, offset),
            everyone=everyone,
        )
    if modal and not reading.asked:
        return Reading(reading.role, f"“{modal[0]}”；{reading.why}", True, reading.verb, reading.at, everyone=everyone)
    return reading


def _creed(promised: str) -> bool:
    """我们将坚持稳中求进: a creed, although promised."""
    return bool(ATTITUDE.search(_STRESS.sub("", promised))) and not is_tangible(promised)


def _modal(bare: str) -> re.Match[str] | None:
    """The asking word, when it stands at the head or after a short subject."""
    found = ASKING.search(bare)
    while found and found[0].startswith(("希望", "请")) and (more := ASKING.match(bare, found.end())):
        found = more
    if (
        found is None
        or found.start() > 28
        or (re.search(r"[“《]", bare[: found.start()]) and "”" not in bare[: found.start()])
    ):
        return None
    if re.match(r"(?:把|将|对|使|让|以)", bare[: found.start()]) and found.start() > 14:
        return None
    if bare[: found.start()].endswith("的") and not (found[0] == "要" and opening_verb(bare[found.end() :])):
        return None
    if re.search(r"(?:把|说|讲)$|我说|需$|都$", bare[: found.start()]) or re.match(r"(?:虽然|如果|即使)", bare):
        return None
    return found


def _core(core: str, at: int, asked: bool, after: bool, lead: bool, modal: bool) -> Reading:
    opened = opening_verb(core)
    verb, where = (opened[0], at + opened[1]) if opened else ("", at)
    concrete = is_tangible(core) or verb in TELLING
    bare = _STRESS.sub("", core)
    if after and (TO_END.match(core) or TO_END.match(bare)) and not concrete:
        return Reading("purpose", f"“{core[:6]}”：目的或结果，属于前面的任务", modal, verb, where)
    if (ATTITUDE.search(core) or ATTITUDE.search(bare)) and not concrete:
        return Reading("attitude", f"“{core[:8]}”：态度、作风或总的方针", modal, verb, where)
    if _vague(core) and not concrete:
        return Reading("attitude", f"“{core[-6:]}”：拿不出可交账的凭据", modal, verb, where)
    if (
        re.match(r"会同[^，]+$|凡[^，]{3,}$", core)
        or _LOCATIVE.search(core)
        or (_ROLE.search(core) and not verb)
        or _is_means(core, verb)
    ):
        return Reading("means", "做法或条件，属于后面的任务", modal, verb, where)
    if after and _is_purpose(core, verb) and not concrete:
        return Reading("purpose", f"“{core[:6]}”：目的或结果，属于前面的任务", modal, verb, where)
    if (verb not in WORK and verb not in RESULT) and is_target(core) and asked and not _promotes(core):
        return Reading("target", "要求达到的数", modal, "", where)
    if asked and _MANY.match(core):
        slogan = after and not re.search(r"(?:工作|实事|好事|活动|服务)$", core)
        return Reading("purpose" if slogan else "task", f"“{core[:2]}”：动词领起的要求", modal, core[:2], at)
    if asked and (disposal := _DISPOSAL.match(core)):
        word = disposal[0][disposal.start(1) - 1]
        return Reading("task", f"“{word}……”：处置式要求", modal, word, at + disposal.start(1) - 1)
    if asked and not verb and opens_with_means(core) and (later := _later_verb(core)):
        return Reading("task", f"“{later[0]}”：前面是做法，动词在后", modal, later[0], at + later[1])
    if asked and verb and len(core) - opened[1] >= len(verb):  # type: ignore[index]
        return Reading("task", f"“{verb}”：动词领起的要求", modal, verb, where)
    return Reading("statement", "没有要求的词", modal, verb, where)


def _verb(bare: str, start: int, offset: int) -> tuple[str, int]:
    opened = opening_verb(bare[start:])
    return (opened[0], offset + start + opened[1]) if opened else ("", offset + start)


def _vague(core: str) -> bool:
    return bool(VAGUE.search(core))


def is_tangible(core: str) -> bool:
    return (
        bool(find_quantity(core))
        or bool(re.search(r"《|报送|上报|建立|制定|出台|开展.{0,12}(?:活动|行动)", core))
        or _has_date(core)
    )


def _has_date(core: str) -> bool:
    found = find_deadline(core)
    return bool(found) and not re.match(r"今年|立即|尽快|最近|近期", core[found[0] : found[1]])  # type: ignore[index]


def opens_with_means(core: str) -> bool:
    """True when a clause opens with 围绕, 以, 在 …, and not with a noun that begins with the same character."""
    bare = core.removeprefix("并")
    return not _NOT_MEANS.match(bare) and any(bare.startswith(word) for word in MEANS)


def _promotes(core: str) -> bool:
    """向民间资本推介项目100个: the number counts what is done, so it is no bare result."""
    return opens_with_means(core) and bool(_later_verb(core))


def _is_means(core: str, verb: str) -> bool:
    first = opens_with_means(core)
    if first and (verb not in WORK or verb in MEANS) and not _later_verb(core):
        return True
    if re.match(r"(?:始终|紧紧|牢牢|紧密|要)+(?:围绕|紧扣|紧贴|聚焦|结合|依靠)", core) and not _later_verb(core):
        return True
    if re.match(r"(?:充分|综合|有效|灵活|要)*(?:利用|借助|依托|结合|通过)", core) and not _later_verb(core):
        return True
    stem = re.sub(r"^(?:充分|要|紧紧|积极|主动|更好|进一步|切实|认真|牢牢|有效|全面|深入|广泛|统筹)+", "", core)
    return any(stem.startswith(word) for word in _MEANS_VERB) and bool(_MEANS_TAIL.search(core))


_QUOTED = re.compile(r"“[^”]*”")
_LATER = re.compile(
    r"(?:推进|推动|开展|建立|加强|加快|抓好|做好|完善|落实|实施|集聚|培养|建设|解决|制定|组织|消除|化解|提升|提高|打造|引进|发展|形成|促进|完成|报送?|上报|汇报|明确|加大|支持|引导|布局|优化|深化|宣传|整治|治理|发放|提供|给予|推介|承办|合办|举办|召开|设立|组建|实现|做细|做实|突破|新增|培育|招引|推广|服务|负责|综合|减负|牵头)"
)


#: Steps that need no object when they close a clause: 修改后印发实施.
_CLOSING = re.compile(
    r"(?:(?:按程序)?(?:印发|报批|公布|发布)(?:实施|执行)?|组织实施|抓好落实|贯彻执行|"
    r"(?:严肃|依法|依规|依纪|坚决|从严|一律|及时|立即|严格)+(?:追责问责|问责|追责|处理|处置|查处|惩处|通报|约谈|曝光|整改|追究责任))$"
)


def _later_verb(core: str) -> tuple[str, int] | None:
    """围绕园区建设集聚人才: the verb of a clause that opens with its means, when it has an object of its own."""
    if _MEANS_TAIL.search(core):
        return None
    if closing := _CLOSING.search(core, 3):
        return closing[0], closing.start()
    found = list(_LATER.finditer(_QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), core), 3))
    if not found:
        return None
    last = found[-1]
    if last[0] in {"汇报", "上报", "报送"}:
        return last[0], last.start()
    good = (
        len(core) - last.end() >= 2
        and core[last.end()] not in "，、的和与及为"
        and core[last.start() - 1] not in "和与及"
    )
    return (last[0], last.start()) if good else None


def _is_purpose(core: str, verb: str) -> bool:
    if AVERTS.match(core) and not find_quantity(core):
        return True
    if re.match("确保|力争|保证", core) and re.search("高于|快于|优于", core):
        return False  # 确保增幅高于…… is demanded for itself
    if TO_END.match(core) or re.match(r"(?:真正|最大限度|最大程度|确保|保证|做到)", core):
        return True
    if re.search(r"、[^，]*等", core):
        return False
    if not verb or verb not in RESULT:
        return bool(re.match(r"(?:把|将).*(?:做大|做强|做优|做实|下去|起来|到位)", core))
    tail = core[core.find(verb) + len(verb) :]
    return bool(ABSTRACT_TAIL.search(tail)) or len(tail) <= 5
