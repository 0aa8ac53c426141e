import type { Locale } from '#shared/auth/model.ts';

type Words = Readonly<Record<Locale, string>>;
/** What customers of the demo talk about; `#` stands for the number of the order. */
export type Topic = { readonly tag: string; readonly subject: Words; readonly ask: Words; readonly again: Words; readonly answer: Words; readonly note: Words; readonly thanks: Words };

const thanks: Words = { fr: 'Parfait, merci beaucoup pour votre réponse rapide\u202f!', en: 'Perfect, thank you for the quick answer!', ar: 'ممتاز، شكرًا جزيلًا على الرد السريع!' };

export const topics: readonly Topic[] = [
  {
    tag: 'livraison', thanks,
    subject: { fr: 'Où est ma commande\u202f?', en: 'Where is my order?', ar: 'أين طلبيتي؟' },
    ask: { fr: 'Bonjour, ma commande # devait arriver hier et je n’ai rien reçu. Pouvez-vous vérifier\u202f?', en: 'Hello, my order # was due yesterday and nothing has come. Could you check?', ar: 'السلام عليكم، كان من المفروض أن تصل الطلبية # أمس ولم أتوصل بشيء. هل يمكنكم التحقق؟' },
    again: { fr: 'Je précise que j’étais à la maison toute la journée.', en: 'I was at home all day, by the way.', ar: 'للعلم، كنت في المنزل طوال اليوم.' },
    answer: { fr: 'Bonjour, le colis de la commande # est chez le transporteur et sera livré demain avant midi. Toutes nos excuses pour ce retard.', en: 'Hello, the parcel of order # is with the carrier and will be delivered tomorrow before noon. We are sorry for the delay.', ar: 'مرحبًا، طرد الطلبية # عند شركة التوصيل وسيصلكم غدًا قبل الظهر. نعتذر عن التأخير.' },
    note: { fr: 'Le transporteur a un retard sur tout le secteur, voir le suivi.', en: 'The carrier is late in the whole area, see the tracking.', ar: 'شركة التوصيل متأخرة في المنطقة كلها، انظر التتبع.' },
  },
  {
    tag: 'taille', thanks,
    subject: { fr: 'Mauvaise taille', en: 'Wrong size', ar: 'المقاس غير مناسب' },
    ask: { fr: 'Bonjour, l’article de la commande # est trop petit. Est-ce que je peux l’échanger\u202f?', en: 'Hi, the item of order # is too small. Can I exchange it?', ar: 'مرحبًا، المنتوج في الطلبية # صغير جدًا. هل يمكنني استبداله؟' },
    again: { fr: 'Il n’a pas été porté, l’étiquette est encore dessus.', en: 'It has not been worn, the label is still on.', ar: 'لم ألبسه، والبطاقة ما زالت عليه.' },
    answer: { fr: 'Bien sûr. Renvoyez-le avec l’étiquette jointe\u202f; la taille au-dessus part dès réception.', en: 'Of course. Send it back with the label attached; the next size leaves as soon as we have it.', ar: 'بالطبع. أعيدوه مع الملصق المرفق، ونرسل المقاس الأكبر فور توصلنا به.' },
    note: { fr: 'Il reste deux pièces de la taille au-dessus.', en: 'Two pieces of the next size are left.', ar: 'بقيت قطعتان من المقاس الأكبر.' },
  },
  {
    tag: 'facture', thanks,
    subject: { fr: 'Facture de la commande', en: 'Invoice for my order', ar: 'فاتورة الطلبية' },
    ask: { fr: 'Bonjour, j’ai besoin d’une facture au nom de ma société pour la commande #.', en: 'Hello, I need an invoice in the name of my company for order #.', ar: 'السلام عليكم، أحتاج فاتورة باسم شركتي عن الطلبية #.' },
    again: { fr: 'L’ICE est 001234567000089.', en: 'Our tax number is 001234567000089.', ar: 'رقم ICE هو 001234567000089.' },
    answer: { fr: 'C’est noté, vous recevrez la facture par e-mail dans la journée.', en: 'Noted; you will get the invoice by e-mail today.', ar: 'تم التسجيل، ستصلكم الفاتورة عبر البريد الإلكتروني اليوم.' },
    note: { fr: 'À transmettre à la comptabilité.', en: 'To be passed on to accounting.', ar: 'تُحال على المحاسبة.' },
  },
  {
    tag: 'abîmé', thanks,
    subject: { fr: 'Article arrivé abîmé', en: 'Arrived damaged', ar: 'وصل المنتوج متضررًا' },
    ask: { fr: 'Bonjour, le colis de la commande # est arrivé ouvert et l’article est rayé.', en: 'Hello, the parcel of order # arrived open and the item is scratched.', ar: 'مرحبًا، وصل طرد الطلبية # مفتوحًا والمنتوج مخدوش.' },
    again: { fr: 'Je voudrais un remboursement, s’il vous plaît.', en: 'I would like my money back, please.', ar: 'أريد استرجاع المبلغ من فضلكم.' },
    answer: { fr: 'Nous sommes désolés. Préférez-vous un remplacement ou un remboursement\u202f?', en: 'We are sorry. Would you like another one, or your money back?', ar: 'نأسف لذلك. هل تفضلون استبدال المنتوج أم استرجاع المبلغ؟' },
    note: { fr: 'Deuxième réclamation sur ce transporteur cette semaine.', en: 'Second claim about this carrier this week.', ar: 'ثاني شكاية عن شركة التوصيل هذه هذا الأسبوع.' },
  },
  {
    tag: 'retour', thanks,
    subject: { fr: 'Comment faire un retour\u202f?', en: 'How do I return this?', ar: 'كيف أعيد المنتوج؟' },
    ask: { fr: 'Bonjour, je souhaite renvoyer la commande #. Quelle est la marche à suivre\u202f?', en: 'Hello, I would like to return order #. What do I have to do?', ar: 'السلام عليكم، أود إرجاع الطلبية #. ما هي الخطوات؟' },
    again: { fr: 'Est-ce que le retour est gratuit\u202f?', en: 'Is the return free?', ar: 'هل الإرجاع مجاني؟' },
    answer: { fr: 'Vous avez quatorze jours. Imprimez l’étiquette de votre compte et déposez le colis en point relais.', en: 'You have fourteen days. Print the label from your account and bring the parcel to a pick-up point.', ar: 'لديكم أربعة عشر يومًا. اطبعوا الملصق من حسابكم وضعوا الطرد في نقطة التسليم.' },
    note: { fr: 'Retour accepté sans contrôle.', en: 'Return accepted without inspection.', ar: 'قُبل الإرجاع دون فحص.' },
  },
];

/** What the customer of the demo says when they are answered, one after the other; then they are content. */
export const customerReplies: Readonly<Record<Locale, readonly string[]>> = {
  fr: ['Merci pour votre réponse\u202f! Pouvez-vous me dire quel jour exactement\u202f?', 'D’accord. Et si je ne suis pas là\u202f?', 'C’est parfait, merci beaucoup.'],
  en: ['Thank you for answering! Can you tell me which day exactly?', 'All right. And if I am not at home?', 'That is perfect, thank you very much.'],
  ar: ['شكرًا على ردكم! هل يمكنكم إخباري بأي يوم بالضبط؟', 'حسنًا. وماذا لو لم أكن في المنزل؟', 'هذا ممتاز، شكرًا جزيلًا.'],
};
