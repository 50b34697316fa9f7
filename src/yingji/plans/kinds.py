"""Plan kinds known from the start, in the order they are listed; a site adds its own."""

KINDS: dict[str, str] = {
    "comprehensive": "综合应急预案",
    "flood": "防汛应急预案",
    "earthquake": "地震应急预案",
    "work_safety": "生产安全事故应急预案",
    "fire": "火灾应急预案",
    "cold_wave": "低温雨雪冰冻应急预案",
    "drought": "抗旱应急预案",
    "relief": "自然灾害救助应急预案",
    "forest_fire": "森林火灾应急预案",
    "public_health": "突发公共卫生事件应急预案",
    "food_safety": "食品安全事故应急预案",
    "animal_disease": "动物疫情应急预案",
}
