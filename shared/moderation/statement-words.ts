import type { Locale } from '../auth/model.ts';
import type { CaseAction, PolicyId, SanctionKind, Severity } from './model.ts';

type Words = {
  readonly day: (date: Date) => string;
  readonly noEnd: string;
  readonly policy: Readonly<Record<PolicyId, string>>;
  readonly severity: Readonly<Record<Severity, string>>;
  readonly detection: Readonly<Record<'automated' | 'person', string>>;
  readonly action: Readonly<Record<Exclude<CaseAction, 'approve'>, string>>;
  readonly facts: string;
  readonly ground: Readonly<Record<'law' | 'terms', string>>;
  readonly means: string;
  readonly sanction: Readonly<Record<Exclude<SanctionKind, 'none'>, string>>;
  readonly remedy: Readonly<Record<Exclude<CaseAction, 'approve'>, string>>;
  readonly appeal: string;
};

// Written out, not left to the time zone and the language data of whichever machine decides: a statement says the same day everywhere.
const months: Readonly<Record<Locale, readonly string[]>> = {
  fr: ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  ar: ['يناير', 'فبراير', 'مارس', 'أبريل', 'مايو', 'يونيو', 'يوليوز', 'غشت', 'شتنبر', 'أكتوبر', 'نونبر', 'دجنبر'],
};
const dayIn = (locale: Locale) => (date: Date): string => `${date.getUTCDate()} ${months[locale][date.getUTCMonth()]!} ${date.getUTCFullYear()}`;

/** The sentences a statement of reasons is put together from, by language. `{…}` are places that must be filled. */
export const statementWords: Readonly<Record<Locale, Words>> = {
  fr: {
    day: dayIn('fr'), noEnd: 'nouvel ordre',
    policy: {
      contact: 'Coordonnées et liens hors de la place de marché', misleading: 'Description trompeuse', category: 'Catégorie inexacte', pictures: 'Photos insuffisantes', copied: 'Contenu repris d’un autre vendeur',
      counterfeit: 'Contrefaçon', prohibited: 'Produit interdit à la vente', offensive: 'Contenu offensant', unsafe: 'Produit dangereux', price: 'Prix trompeur',
    },
    severity: { low: 'légère', medium: 'moyenne', high: 'grave', critical: 'très grave' },
    detection: { automated: 'signalé par une règle automatique', person: 'constaté par une personne' },
    action: {
      'ask-changes': 'Votre annonce « {title} » vous est renvoyée pour correction. Règle concernée : {policy} (gravité {severity}).',
      'reject': 'Votre annonce « {title} » est refusée. Règle concernée : {policy} (gravité {severity}).',
      'suspend': 'Votre annonce « {title} » n’est plus visible des acheteurs. Règle concernée : {policy} (gravité {severity}).',
    },
    facts: 'Ce que nous avons constaté : {facts}',
    ground: { law: 'Fondement légal : {reference}.', terms: 'Fondement contractuel : conditions de vente, article {reference}.' },
    means: 'Moyens employés : le fait a été {detection} ; la décision a été prise par une personne.',
    sanction: {
      'warning': 'Cette décision vaut avertissement pour votre boutique.',
      'suspend-7': 'Votre boutique ne peut plus soumettre ni publier d’annonces jusqu’au {end}.',
      'suspend-30': 'Votre boutique ne peut plus soumettre ni publier d’annonces jusqu’au {end}.',
      'terminate': 'Votre boutique ne peut plus soumettre ni publier d’annonces jusqu’à {end}.',
    },
    remedy: {
      'ask-changes': 'Pour y remédier : corrigez l’annonce, puis soumettez-la de nouveau.',
      'reject': 'Pour y remédier : contestez la décision, ou proposez une annonce conforme.',
      'suspend': 'Pour y remédier : contestez la décision, ou retirez de l’annonce ce qui est en cause.',
    },
    appeal: 'Vous pouvez contester cette décision gratuitement jusqu’au {until} ; une autre personne l’examinera. Vous pouvez aussi vous adresser à un organe de règlement extrajudiciaire ou au tribunal.',
  },
  en: {
    day: dayIn('en'), noEnd: 'further notice',
    policy: {
      contact: 'Contact details and links leading off the marketplace', misleading: 'Misleading description', category: 'Wrong category', pictures: 'Insufficient pictures', copied: 'Content taken from another seller',
      counterfeit: 'Counterfeit', prohibited: 'Product that may not be sold', offensive: 'Offensive content', unsafe: 'Unsafe product', price: 'Misleading price',
    },
    severity: { low: 'minor', medium: 'moderate', high: 'serious', critical: 'very serious' },
    detection: { automated: 'flagged by an automatic rule', person: 'noticed by a person' },
    action: {
      'ask-changes': 'Your listing “{title}” comes back to you to be mended. Rule concerned: {policy} ({severity}).',
      'reject': 'Your listing “{title}” is refused. Rule concerned: {policy} ({severity}).',
      'suspend': 'Your listing “{title}” is no longer visible to buyers. Rule concerned: {policy} ({severity}).',
    },
    facts: 'What we found: {facts}',
    ground: { law: 'Legal ground: {reference}.', terms: 'Contractual ground: terms of sale, section {reference}.' },
    means: 'Means used: it was {detection}; the decision was taken by a person.',
    sanction: {
      'warning': 'This decision is a warning to your shop.',
      'suspend-7': 'Your shop may not send in or publish listings until {end}.',
      'suspend-30': 'Your shop may not send in or publish listings until {end}.',
      'terminate': 'Your shop may not send in or publish listings until {end}.',
    },
    remedy: {
      'ask-changes': 'What you can do: mend the listing and send it in again.',
      'reject': 'What you can do: contest the decision, or offer a listing that follows the rules.',
      'suspend': 'What you can do: contest the decision, or take out of the listing what is at issue.',
    },
    appeal: 'You may contest this decision free of charge until {until}; another person will look at it. You may also turn to an out-of-court dispute body or to a court.',
  },
  ar: {
    day: dayIn('ar'), noEnd: 'إشعار آخر',
    policy: {
      contact: 'بيانات اتصال وروابط خارج السوق', misleading: 'وصف مضلل', category: 'فئة غير صحيحة', pictures: 'صور غير كافية', copied: 'محتوى مأخوذ من بائع آخر',
      counterfeit: 'تقليد', prohibited: 'منتج ممنوع بيعه', offensive: 'محتوى مسيء', unsafe: 'منتج خطير', price: 'سعر مضلل',
    },
    severity: { low: 'بسيطة', medium: 'متوسطة', high: 'جسيمة', critical: 'بالغة الجسامة' },
    detection: { automated: 'قاعدة آلية', person: 'شخص' },
    action: {
      'ask-changes': 'أُعيد إليك إعلانك «{title}» لتصحيحه. القاعدة المعنية: {policy} (مخالفة {severity}).',
      'reject': 'رُفض إعلانك «{title}». القاعدة المعنية: {policy} (مخالفة {severity}).',
      'suspend': 'لم يعد إعلانك «{title}» ظاهرا للمشترين. القاعدة المعنية: {policy} (مخالفة {severity}).',
    },
    facts: 'ما لاحظناه: {facts}',
    ground: { law: 'الأساس القانوني: {reference}.', terms: 'الأساس التعاقدي: شروط البيع، المادة {reference}.' },
    means: 'الوسائل المستعملة: رصد المخالفةَ {detection}، واتخذ القرارَ شخص.',
    sanction: {
      'warning': 'يُعد هذا القرار إنذارا لمتجرك.',
      'suspend-7': 'لا يمكن لمتجرك تقديم إعلانات أو نشرها حتى {end}.',
      'suspend-30': 'لا يمكن لمتجرك تقديم إعلانات أو نشرها حتى {end}.',
      'terminate': 'لا يمكن لمتجرك تقديم إعلانات أو نشرها حتى {end}.',
    },
    remedy: {
      'ask-changes': 'ما يمكنك فعله: صحّح الإعلان ثم قدّمه من جديد.',
      'reject': 'ما يمكنك فعله: اطعن في القرار أو قدّم إعلانا مطابقا للقواعد.',
      'suspend': 'ما يمكنك فعله: اطعن في القرار أو احذف من الإعلان ما هو محل الخلاف.',
    },
    appeal: 'يمكنك الطعن في هذا القرار مجانا حتى {until}، وسينظر فيه شخص آخر. ويمكنك أيضا اللجوء إلى هيئة تسوية خارج المحكمة أو إلى القضاء.',
  },
};
