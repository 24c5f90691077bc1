/// The words that names, categories and descriptions consist of.
///
/// The length of each list is a power of two, so that a few random bits choose a word. Changing any
/// of them changes every dataset: raise `ProductGenerator.version`.
struct ProductWords {
    static let listCount = 64
    static let categoryCount = 16

    let qualifiers = Self.list(
        """
        Alpine Ancho Aurora Barn Basic Bold Brass Bronze Café Cedar Classic Cobalt Compact Copper \
        Coral Cotton Crème Cross Deluxe Dünn Eco Élan Ember Euro Extra Fine Flex Folding Garden \
        Glass Global Gold Granite Größe Heavy Hybrid Indigo Ivory Jumbo Łódź Light Linen Maple \
        Marine Matte Mini Modern Naïve Nordic Oak Olive Pocket Prime Pro Rapid Señor Silver Slim \
        Solar Steel Ultra Urban Vintage Ålesund
        """)
    let nouns = Self.list(
        """
        Adapter Backpack Basket Battery Bench Blanket Blender Bottle Bracket Brush Bucket Bulb \
        Cable Camera Candle Chair Charger Clock Compass Cooler Cushion Desk Drill Fan Filter \
        Flask Fork Frame Glove Grill Hammer Headset Helmet Jacket Kettle Keyboard Knife Ladder \
        Lamp Lantern Mirror Monitor Mug Notebook Pan Pillow Plate Radio Router Rug Scale Shelf \
        Shovel Socket Sofa Speaker Stove Table Tent Toaster Torch 电缆 Überzug Wrench
        """)
    let prose = Self.list(
        """
        a and the with for of in on to from by our your this that every made built tested daily \
        strong soft light quiet warm cool dry clean simple safe fresh smart solid smooth easy \
        quick handy sturdy washable portable wireless recycled handmade stainless ergonomic \
        design quality material surface finish kitchen office outdoor travel home garden café \
        façade jalapeño storage comfort value use naïve
        """)
    let categories: [Word] = [
        "Home", "Kitchen", "Garden & Patio", "Office", "Outdoor", "Toys", "Books, Music", "Sports",
        "Tools", "Lighting", "Électronique", "Health", "Pets", "Automotive", "Grocery", "Möbel",
    ].map { Word($0) }

    private static func list(_ text: String) -> [Word] {
        let words = text.split(separator: " ").map { Word($0) }
        precondition(words.count == listCount, "a list has \(words.count) words")
        return words
    }
}
