/** The four files a marketplace of Olist is read from, with two products and two sellers. */
export const olistFiles = {
  'google-taxonomy-with-ids.en-US.txt': '# Taxonomy\n\n   1 | [   1-   4] | Home & Garden\n     2 | [   2-   3] | Linens & Bedding\n',
  'product_category_name_translation.csv': '\ufeffproduct_category_name,product_category_name_english\ncama_mesa_banho,bed_bath_table\n',
  'olist_sellers_dataset.csv': `seller_id,seller_zip_code_prefix,seller_city,seller_state\n${'a'.repeat(32)},13023,campinas,SP\n${'b'.repeat(32)},93310,"novo hamburgo, rio grande do sul, brasil",RS\n`,
  'olist_products_dataset.csv':
    '"product_id","product_category_name","product_name_lenght","product_description_lenght","product_photos_qty","product_weight_g","product_length_cm","product_height_cm","product_width_cm"\n' +
    `"${'1'.repeat(32)}",cama_mesa_banho,40,287,2,225,16,10,14\n"${'2'.repeat(32)}",,,,,1000,30,18,20\n`,
};
