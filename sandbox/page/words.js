// What the page itself says, in three languages; the bot's words come from the bot.

const WORDS = {
  kk: {
    product: "Емтихан", tagline: "телефондардағы емтихан күні", language: "Беттің тілі", settings: "Бет баптаулары", theme: "Түсі",
    light: "Ашық", dark: "Күңгірт", auto: "Жүйедегідей", clock: "Астана уақыты", ahead: "Уақытты жылжыту",
    min: "мин", hour: "сағ", next: "Келесі оқиғаға", nothing_next: "Алда оқиға жоқ", speed: "Уақыт жылдамдығы",
    times_1: "Кәдімгі жылдамдық", times_60: "Секундына бір минут", offline: "Байланыс жоқ, қайта қосылып жатыр…",
    student: "Студент", proctor: "Проктор", dean: "Декан", registrar: "Тіркеуші", group: "Топ чаты",
    phone_of: "Телефон:", see_as: "Кімнің атынан", bot: "бот", members: "қатысушы", typing: "жазып жатыр…", sending: "файл жіберіп жатыр…",
    message: "Хабарлама", send: "Жіберу", attach: "Тіркеу", record: "Дауыстық хабарлама", keyboard: "Батырмалар", start: "Бастау",
    invite: "Шақыру сілтемесі бар ма?", invite_hint: "https://t.me/…?start=…", blocked: "Бот бұғатталған", unblock: "Бұғаттан шығару",
    samples: "Үлгі парақтар", papers: "Дайын кестелер", own_files: "Осы компьютерден", camera: "Камера", contact: "Менің нөмірім",
    samples_hint: "Бірнешеуін белгілеуге болады", as_photos: "Фото түрінде", as_files: "Файл түрінде", caption: "Сурет астындағы мәтін (міндетті емес)",
    good: "жақсы", faulty: "ақауы бар", chosen: "Таңдалғаны", cancel: "Бас тарту", close: "Жабу", back: "Артқа", open_tab: "Бөлек бетте ашу",
    edited: "өзгертілген", pinned: "Бекітілген хабарлама", protected: "Сақтауға және қайта жіберуге болмайды", reply: "Жауап беру",
    edit: "Өзгерту", copy: "Көшіру", copied: "Көшірілді", more: "Тағы", you: "Сіз", joined: "топқа қосылды", left: "топтан шықты",
    migrated: "Топ супертопқа айналды", to_bottom: "Соңғы хабарламаларға", unread: "оқылмаған", photo: "Фото", document: "Файл",
    voice: "Дауыстық хабарлама", video: "Бейне", sticker: "Стикер", contact_card: "Байланыс", play: "Ойнату", pause: "Тоқтату",
    recording: "Жазылып жатыр", no_microphone: "Микрофон жоқ: үлгі дыбыс жіберіледі", no_answer: "Бот жауап бермеді", failed: "Болмады",
    ok: "Түсінікті", outside: "Бұл сілтеме басқа сайтқа апарады. Сынақ алаңы интернетке шықпайды.", link: "Сілтеме",
    enlarge: "Үлкейту", picture: "Сурет", block: "Ботты бұғаттау", add_bot: "Ботты қосу", make_admin: "Ботты әкімші ету",
    remove_bot: "Ботты шығару", migrate: "Супертопқа айналдыру", menu: "Чат мәзірі", chats: "Чаттар",
    tour: "Енді не істеу керек", tour_done: "Бәрі орындалды", all_steps: "Барлық қадам", show_phone: "Телефонды көрсету", done: "орындалды",
    empty: "Хабарлама әлі жоқ", drop: "Файлды осында тастаңыз", commands: "Пәрмендер", editing: "Өзгерту", download: "Жүктеп алу", sheet_of: "Қосымша терезе",
  },
  ru: {
    product: "Емтихан", tagline: "день экзамена на телефонах", language: "Язык страницы", settings: "Настройки страницы", theme: "Оформление",
    light: "Светлое", dark: "Тёмное", auto: "Как в системе", clock: "Время Астаны", ahead: "Перевести часы вперёд",
    min: "мин", hour: "ч", next: "К следующему событию", nothing_next: "Впереди событий нет", speed: "Скорость времени",
    times_1: "Обычная скорость", times_60: "Минута за секунду", offline: "Нет связи, подключаемся снова…",
    student: "Студент", proctor: "Проктор", dean: "Декан", registrar: "Регистратор", group: "Чат группы",
    phone_of: "Телефон:", see_as: "От чьего имени", bot: "бот", members: { one: "участник", few: "участника", many: "участников" }, typing: "печатает…", sending: "отправляет файл…",
    message: "Сообщение", send: "Отправить", attach: "Прикрепить", record: "Голосовое сообщение", keyboard: "Кнопки", start: "Начать",
    invite: "Есть ссылка-приглашение?", invite_hint: "https://t.me/…?start=…", blocked: "Бот заблокирован", unblock: "Разблокировать",
    samples: "Образцы листов", papers: "Готовые таблицы", own_files: "С этого компьютера", camera: "Камера", contact: "Мой номер",
    samples_hint: "Можно отметить несколько", as_photos: "Как фото", as_files: "Как файлы", caption: "Подпись (необязательно)",
    good: "хороший", faulty: "с дефектом", chosen: "Выбрано", cancel: "Отмена", close: "Закрыть", back: "Назад", open_tab: "Открыть отдельно",
    edited: "изменено", pinned: "Закреплённое сообщение", protected: "Нельзя сохранить и переслать", reply: "Ответить",
    edit: "Изменить", copy: "Копировать", copied: "Скопировано", more: "Ещё", you: "Вы", joined: "теперь в группе", left: "больше не в группе",
    migrated: "Группа стала супергруппой", to_bottom: "К последним сообщениям", unread: { one: "непрочитанное", few: "непрочитанных", many: "непрочитанных" }, photo: "Фото", document: "Файл",
    voice: "Голосовое сообщение", video: "Видео", sticker: "Стикер", contact_card: "Контакт", play: "Слушать", pause: "Остановить",
    recording: "Идёт запись", no_microphone: "Микрофона нет: уйдёт образец звука", no_answer: "Бот не ответил", failed: "Не получилось",
    ok: "Понятно", outside: "Эта ссылка ведёт на другой сайт. Песочница не выходит в интернет.", link: "Ссылка",
    enlarge: "Увеличить", picture: "Снимок", block: "Заблокировать бота", add_bot: "Добавить бота", make_admin: "Сделать бота администратором",
    remove_bot: "Удалить бота", migrate: "Превратить в супергруппу", menu: "Меню чата", chats: "Чаты",
    tour: "Что делать дальше", tour_done: "Всё выполнено", all_steps: "Все шаги", show_phone: "Показать телефон", done: "выполнено",
    empty: "Сообщений пока нет", drop: "Отпустите файл здесь", commands: "Команды", editing: "Изменение", download: "Скачать", sheet_of: "Окно поверх чата",
  },
  en: {
    product: "Емтихан", tagline: "an exam day on phones", language: "Language of the page", settings: "Settings of the page", theme: "Appearance",
    light: "Light", dark: "Dark", auto: "As the system", clock: "Astana time", ahead: "Move the clock ahead",
    min: "min", hour: "h", next: "To the next event", nothing_next: "Nothing ahead", speed: "Speed of time",
    times_1: "Real speed", times_60: "One minute a second", offline: "No connection, trying again…",
    student: "Student", proctor: "Proctor", dean: "Dean", registrar: "Registrar", group: "Group chat",
    phone_of: "Phone:", see_as: "Seen and written by", bot: "bot", members: { one: "member", other: "members" }, typing: "is typing…", sending: "is sending a file…",
    message: "Message", send: "Send", attach: "Attach", record: "Voice message", keyboard: "Buttons", start: "Start",
    invite: "Do you have an invitation link?", invite_hint: "https://t.me/…?start=…", blocked: "The bot is blocked", unblock: "Unblock",
    samples: "Sample sheets", papers: "Ready tables", own_files: "From this computer", camera: "Camera", contact: "My number",
    samples_hint: "You can tick several", as_photos: "As photos", as_files: "As files", caption: "Caption (optional)",
    good: "good", faulty: "faulty", chosen: "Chosen", cancel: "Cancel", close: "Close", back: "Back", open_tab: "Open separately",
    edited: "edited", pinned: "Pinned message", protected: "Cannot be saved or forwarded", reply: "Reply",
    edit: "Edit", copy: "Copy", copied: "Copied", more: "More", you: "You", joined: "joined the group", left: "left the group",
    migrated: "The group became a supergroup", to_bottom: "To the newest messages", unread: "unread", photo: "Photo", document: "File",
    voice: "Voice message", video: "Video", sticker: "Sticker", contact_card: "Contact", play: "Play", pause: "Pause",
    recording: "Recording", no_microphone: "No microphone: a sample sound will be sent", no_answer: "The bot did not answer", failed: "That failed",
    ok: "Got it", outside: "This link leads to another site. The sandbox does not go online.", link: "Link",
    enlarge: "Enlarge", picture: "Picture", block: "Block the bot", add_bot: "Add the bot", make_admin: "Make the bot an administrator",
    remove_bot: "Remove the bot", migrate: "Turn into a supergroup", menu: "Chat menu", chats: "Chats",
    tour: "What to do next", tour_done: "Everything is done", all_steps: "All steps", show_phone: "Show the phone", done: "done",
    empty: "No messages yet", drop: "Drop the file here", commands: "Commands", editing: "Editing", download: "Download", sheet_of: "Window over the chat",
  },
};

const MONTHS = {
  kk: "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(" "),
  ru: "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(" "),
  en: "January February March April May June July August September October November December".split(" "),
};
const DAYS = {
  kk: "жексенбі дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі".split(" "),
  ru: "воскресенье понедельник вторник среда четверг пятница суббота".split(" "),
  en: "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" "),
};

export const LANGUAGES = { kk: "Қаз", ru: "Рус", en: "Eng" };
export const FULL_NAMES = { kk: "Қазақша", ru: "Русский", en: "English" };

const listeners = new Set();
let language = firstLanguage();
let offset = 5 * 3600; // Astana's, until the server tells it

function firstLanguage() {
  const asked = new URLSearchParams(location.search).get("lang") || kept("language") || navigator.language.slice(0, 2);
  return asked in WORDS ? asked : "kk";
}

export function kept(name) {
  try {
    return localStorage.getItem(`emtihan.${name}`);
  } catch {
    return null; // storage is switched off: the choice lasts as long as the page
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(`emtihan.${name}`, value);
  } catch {
    return false;
  }
  return true;
}

export const say = (key) => WORDS[language][key] ?? key;
export const current = () => language;

export function counted(count, key) {
  const forms = WORDS[language][key];
  return `${count} ${typeof forms === "string" ? forms : forms[new Intl.PluralRules(language).select(count)]}`;
}

export const inLanguage = (texts) => (typeof texts === "string" ? texts : texts[language] ?? texts.kk ?? "");

export function speak(chosen) {
  language = chosen;
  keep("language", chosen);
  document.documentElement.lang = chosen;
  listeners.forEach((tell) => tell());
}

export function onLanguage(tell) {
  listeners.add(tell);
}

export function setOffset(seconds) {
  offset = seconds;
}

// A Unix time as Astana's wall clock shows it, in the UTC fields of a Date.
function local(unix) {
  return new Date((unix + offset) * 1000);
}

export function timeOf(unix, seconds = false) {
  return local(unix).toISOString().slice(11, seconds ? 19 : 16);
}

export function dayOf(unix) {
  const at = local(unix);
  return `${at.getUTCDate()} ${MONTHS[language][at.getUTCMonth()]}`;
}

export function dateOf(unix) {
  const at = local(unix);
  const day = DAYS[language][at.getUTCDay()];
  const year = at.getUTCFullYear();
  const month = MONTHS[language][at.getUTCMonth()];
  if (language === "kk") return `${year} жылғы ${at.getUTCDate()} ${month}, ${day}`;
  return language === "ru" ? `${day}, ${at.getUTCDate()} ${month} ${year} г.` : `${day}, ${at.getUTCDate()} ${month} ${year}`;
}

export function sizeOf(bytes) {
  const units = { kk: ["Б", "КБ", "МБ"], ru: ["Б", "КБ", "МБ"], en: ["B", "KB", "MB"] }[language];
  if (bytes < 1000) return `${bytes} ${units[0]}`;
  if (bytes < 1e6) return `${Math.round(bytes / 1000)} ${units[1]}`;
  const shown = (bytes / 1e6).toFixed(1);
  return `${language === "en" ? shown : shown.replace(".", ",")} ${units[2]}`;
}
