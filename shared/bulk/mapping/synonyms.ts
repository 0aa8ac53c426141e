import { headerText, headerWords } from './header-words.ts';
import type { PlainField, Target } from './targets.ts';

type Entry = readonly [target: Target, names: string];
const plain = (field: PlainField, names: string): Entry => [{ field }, names];
const attribute = (key: string, names: string): Entry => [{ field: 'attribute', key }, names];

/**
 * What columns are called, in French, English and Arabic (and what German lists say), parted by `|`. Words that mean one thing here and
 * another there (`code`, `type`, `name`) are decided by content or by the layout, not here.
 */
const entries: readonly Entry[] = [
  plain('sku', 'sku|item sku|seller sku|variant sku|product sku|stock keeping unit|reference|ref|reference produit|reference article|ref article|reference fournisseur|code article|code produit|ugs|item code|item number|item no|product code|article number|article no|style number|artikelnummer|produktnummer|art nr|artikel nr|bestellnummer|sku number|custom label|customlabel|custom label sku|vendor sku|supplier sku|merchant sku|model number|رمز المنتج|رقم المنتج|رمز الصنف|كود المنتج|المرجع|رمز التخزين|رقم الصنف'),
  plain('gtin', 'gtin|ean|ean 13|ean 8|ean code|code ean|upc|upc a|upc code|isbn|barcode|bar code|code barre|code barres|code a barres|variant barcode|gencod|gencode|gtin upc ean or isbn|gtin ean upc isbn|global trade item number|ean nummer|ean gtin|strichcode|external id ean|external product id|product id gtin|الباركود|باركود|رمز شريطي|الرمز الشريطي|الرمز العالمي'),
  plain('mpn', 'mpn|manufacturer part number|part number|manufacturer number|manufacturer code|reference fabricant|ref fabricant|reference constructeur|herstellernummer|hersteller artikelnummer|hersteller nr|supplier reference|رقم القطعه|مرجع المصنع'),
  plain('brand', 'brand|brand name|marque|nom de la marque|manufacturer|fabricant|maker|vendor|vendeur|designer|label|marke|hersteller|brands|العلامه التجاريه|الماركه|ماركه|المصنع|الشركه المصنعه'),
  [{ field: 'title', locale: null }, 'title|product title|item title|listing title|name|product name|item name|titre|nom|nom du produit|nom produit|intitule|intitule du produit|designation|libelle|libelle produit|titre du produit|artikelbezeichnung|bezeichnung|produktname|artikelname|titel|name of product|العنوان|عنوان|اسم المنتج|الاسم|اسم|تسميه المنتج|المسمي|اسم الصنف|article|produit|product|item|المنتج|السلعه|المنتوج'],
  [{ field: 'description', locale: null }, 'description|product description|item description|long description|full description|body|body html|description html|descriptif|description longue|description complete|description du produit|details|detailed description|beschreibung|artikelbeschreibung|produktbeschreibung|langtext|langbeschreibung|text|الوصف|وصف|وصف المنتج|الوصف الكامل|تفاصيل'],
  plain('note', 'short description|description courte|resume|kurzbeschreibung|kurztext|subtitle|meta title|meta description|meta keywords|seo title|seo description|bullet point|bullet points|notes|note|remarque|remarques|comment|comments|link|url|product url|page url|mobile link|lien|gift card|duration|format|listing id|item location|shipping class|download limit|download expiry days|purchase note|position|الوصف المختصر|ملاحظات'),
  plain('handle', 'handle|url handle|handle id|slug|url key|permalink|url rewritten|seo url|seo path|seo name|friendly url'),
  plain('group', 'item group id|group id|group|parent id|parent code|groupe|product group|style id|model|modele|collection id|معرف المجموعه'),
  plain('parent', 'parent|parent sku|sku parent|reference parent|parent reference|vater artikel|الاصل'),
  plain('command', 'command|commande ligne|action|operation|update delete|instruction|اجراء|الامر'),
  plain('rowKind', 'row kind|field type|row type|parent child|parentage|parentage level|relationship type'),
  plain('category', 'category|categories|category path|product category|categorie|categories x y z|catégorie principale|rayon|famille|sous famille|google product category|google shopping google product category|taxonomy|department|category name|main category|kategorie|kategorien|warengruppe|primary category|default category|category id|التصنيف|الفئه|فئه|القسم|تصنيف'),
  plain('tags', 'tags|tag|keywords|mots cles|mots clefs|etiquettes|etiquette|search terms|search keywords|search words|generic keywords|schlagworte|stichworte|labels|الوسوم|وسوم|كلمات مفتاحيه|الكلمات المفتاحيه'),
  plain('status', 'status|statut|etat|product status|listing status|etat de publication|الحاله'),
  plain('published', 'published|publie|published on online store|active|actif|visible|is visible|is available|enabled|online|active 0 1|visible online|affiche|aktiv|منشور|مفعل|نشط'),
  plain('condition', 'condition|item condition|condition id|condition type|etat du produit|etat de l article|google shopping condition|zustand|حاله المنتج'),
  plain('kind', 'kind|product kind|is digital|type de produit|virtual|نوع المنتج'),
  plain('taxClass', 'tax class|tax class name|tax|taxes|tax type|tax class id|tax code|variant tax code|classe de taxe|taux de tva|tva|tax rate|tax rules id|steuersatz|steuerklasse|mwst|product tax code|tax category|الضريبه|فئه الضريبه'),
  [{ field: 'price', currency: null }, 'price|regular price|sale unit price|selling price|sell price|retail price|variant price|prix|prix de vente|prix unitaire|pu|price tax included|price tax excluded|prix public|pvp|pv|tarif|tarif regulier|prix ttc|prix tax incl|prix ht|prix tax excl|standard price|start price|buy it now price|listing price|current price|price amount|preis|verkaufspreis|vk|vk preis|einzelpreis|base price|default price|rrp price|السعر|سعر|سعر البيع|الثمن|ثمن البيع|سعر الوحده|unit price'],
  [{ field: 'compareAt', currency: null }, 'compare at price|compare to price|compare at|compareat price|variant compare at price|list price|msrp|rrp|uvp|was price|old price|previous price|original price|strikethrough price|ancien prix|prix barre|prix conseille|prix de vente conseille|prix public conseille|pvc|prix avant remise|prix d origine|recommended retail price|retail price msrp|price before discount|السعر قبل الخصم|السعر السابق|السعر القديم|السعر الاصلي'],
  plain('salePrice', 'sale price|special price|discount price|discounted price|promo price|promotional price|prix promo|prix promotionnel|prix solde|prix remise|tarif promo|tarif de promotion|prix en promotion|offer price|aktionspreis|angebotspreis|sonderpreis|سعر التخفيض|سعر العرض|السعر المخفض|السعر بعد الخصم'),
  plain('cost', 'cost|cost price|cost per item|unit cost|purchase price|wholesale price|prix de gros|buying price|prix d achat|prix achat|prix de revient|cout|cout unitaire|cout d achat|pa ht|pa|einkaufspreis|ek|ek preis|cost of goods|default cost|التكلفه|سعر التكلفه|سعر الشراء|ثمن الشراء'),
  plain('currency', 'currency|currency code|devise|monnaie|code devise|wahrung|waehrung|العمله|عمله'),
  [{ field: 'stock', place: null }, 'stock|quantity|qty|inventory|inventory quantity|variant inventory qty|stock quantity|quantity in stock|on hand|on hand quantity|stock level|current stock|available quantity|quantity available|quantite|qte|quantite en stock|stock disponible|stock dispo|en stock qte|stock reel|stock actuel|bestand|lagerbestand|menge|anzahl|units|pieces en stock|total inventory|inventory level|inventory count|stock count|current stock level|المخزون|الكميه|كميه|الكميه المتوفره|الكميه المتاحه|المخزون الحالي'],
  plain('trackStock', 'track stock|track inventory|inventory tracker|variant inventory tracker|gestion du stock|gerer le stock|manage stock|stock control|inventory tracking'),
  plain('backorder', 'backorder|backorderable|inventory backorderable|backorders|backorders allowed|allow backorders|variant inventory policy|inventory policy|continue selling when out of stock|autoriser les commandes en rupture|vente hors stock'),
  plain('lowStockAt', 'low stock at|low stock amount|low stock level|low stock threshold|stock alert|stock alert count|stock warning|low stock notification quantity|seuil d alerte|stock minimum|stock mini|seuil de stock|minimum stock|mindestbestand|reorder level|reorder point|حد التنبيه|الحد الادني للمخزون'),
  plain('availability', 'availability|in stock|disponibilite|en stock|stock status|is in stock|verfugbarkeit|متوفر|التوفر'),
  [{ field: 'weight', unit: null }, 'weight|item weight|shipping weight|package weight|poids|poids net|poids brut|poids colis|weight value|gewicht|versandgewicht|الوزن|وزن'],
  [{ field: 'weight', unit: 'g' }, 'variant grams|grams|weight value grams|weight in grams|poids en grammes'],
  plain('weightUnit', 'weight unit|variant weight unit|weight unit for display|item weight unit|item weight unit of measure|unite de poids|weight uom|gewichtseinheit|وحده الوزن'),
  [{ field: 'length', unit: null }, 'length|item length|package length|depth|longueur|profondeur|lange|laenge|tiefe|الطول'],
  [{ field: 'width', unit: null }, 'width|item width|package width|largeur|breite|العرض'],
  [{ field: 'height', unit: null }, 'height|item height|package height|hauteur|hohe|hoehe|الارتفاع'],
  [{ field: 'dimensions', unit: null }, 'dimensions|dimension|size l x w x h|lxlxh|l x l x h|dimensions l x l x h|package dimensions|abmessungen|masse|الابعاد'],
  plain('imageUrl', 'image|images|image url|image urls|image src|image link|additional image link|product image url|photo|photos|photo url|url photo|url image|image 1 url|lien image|lien photo|picture|pictures|picture url|pic url|main image|main image url|other image url|additional images|base image|gallery|bild|bilder|bild url|bild link|media|media url|image urls x y z|product image|photo principale|additional image url|image principale|url de l image|الصوره|صوره|الصور|رابط الصوره'),
  plain('imageAlt', 'image alt|image alt text|alt text|alt|texte alternatif|texte alt|image description|image label|base image label|النص البديل'),
  plain('imagePosition', 'image position|position image|image order|image sort order'),
  plain('variantImageUrl', 'variant image|variant image url|image de la variante|swatch image url'),
  attribute('color', 'color|colour|couleur|coloris|color name|teinte|farbe|اللون|لون|color map'), attribute('size', 'size|taille|pointure|size name|apparel size|shoe size|grosse|groesse|المقاس|مقاس|القياس'),
  attribute('material', 'material|materials|matiere|materiau|materiaux|composition|material type|fabric|المادة|الخامه|المواد'), attribute('pattern', 'pattern|motif|pattern name|muster|النقش'),
  attribute('gender', 'gender|genre|sexe|target gender|google shopping gender|geschlecht|department name|الجنس'), attribute('age_group', 'age group|google shopping age group|tranche d age|groupe d age|altersgruppe|الفئه العمريه'),
  attribute('origin', 'country of origin|origin|country of manufacture|made in country|pays d origine|pays de fabrication|origine|made in|herkunft|herkunftsland|ursprungsland|بلد المنشا|بلد الصنع|المنشا'), attribute('warranty', 'warranty|garantie|guarantee|الضمان'), attribute('season', 'season|saison|الموسم'),
  attribute('author', 'author|auteur|المؤلف'), attribute('publisher', 'publisher|editeur|الناشر'), attribute('pages', 'number of pages|nombre de pages|pages|عدد الصفحات'), attribute('ingredients', 'ingredients|المكونات'),
  attribute('size_type', 'size type'), attribute('size_system', 'size system'), attribute('pieces', 'multipack|number of items|nombre de pieces|item package quantity'), attribute('energy_class', 'energy efficiency class|classe energetique|energieeffizienzklasse'), attribute('net_content', 'unit pricing measure|contenance|net content|inhalt'),
];

/** What a name means, and how far down its list it stands: `ean` says GTIN more than `gencod` does. */
export type Synonym = { readonly target: Target; readonly rank: number };

/** Meanings by the folded name, and by what is left of it without words that say nothing (`prix vente`); built once. */
export const synonyms: ReadonlyMap<string, Synonym> = (() => {
  const all = entries.flatMap(([one, names]) => names.split('|').map((name, rank) => [name, { target: one, rank }] as const));
  const exact = all.map(([name, synonym]) => [headerText(name), synonym] as const);
  // Listed first, so that a whole name always wins over the rest of another; one word that is left says too little (`type`).
  return new Map([...all.map(([name, synonym]) => [headerWords(name).bare, synonym] as const).filter(([bare]) => bare.includes(' ')), ...exact]);
})();

/** Names written in another way that is none of them; what could mean two things is left out. @param shortest so many letters at least, below which words run together happen to be another word */
function writtenAs(way: (name: string) => string, shortest = 0): ReadonlyMap<string, Synonym> {
  const found = new Map<string, Synonym | null>();
  for (const [name, synonym] of synonyms) {
    const other = way(name);
    if (!name.includes(' ') || other.length < shortest || synonyms.has(other)) continue;
    const before = found.get(other);
    found.set(other, before === undefined || (before !== null && JSON.stringify(before.target) === JSON.stringify(synonym.target)) ? synonym : null);
  }
  return new Map([...found].flatMap(([name, synonym]) => (synonym === null ? [] : [[name, synonym] as const])));
}
const sorted = (name: string): string => name.split(' ').sort().join(' ');
/** `price old`. */
const anyOrder = writtenAs(sorted);
/** `saleprice`. */
const runTogether = writtenAs((name) => name.replaceAll(' ', ''), 7);

/** Short for a word of a name. */
const shortened: Readonly<Record<string, string>> = { cat: 'category', desc: 'description', img: 'image', imgs: 'images', inv: 'inventory', mfg: 'manufacturer', mfr: 'manufacturer', prod: 'product', categ: 'categorie', descr: 'description' };

/** What a name means, also with its words in another order, run together, in the singular, or cut short. */
export function synonymOf(name: string): Synonym | undefined {
  const whole = name.split(' ').map((word) => shortened[word] ?? word).join(' ');
  const singular = name.replace(/(?<=\p{L}{2})s(?= |$)/gu, '');
  return synonyms.get(name) ?? synonyms.get(singular) ?? synonyms.get(whole) ?? (name.includes(' ') ? (synonyms.get(sorted(whole)) ?? anyOrder.get(sorted(whole))) : runTogether.get(name));
}
