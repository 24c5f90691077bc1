/// The words that events and names consist of.
///
/// Each list has 64 or 16 words, so that a few random bits choose a word. Changing any of them
/// changes every dataset: raise `TicketContent.version`.
struct TicketWords {
    let headliners = Self.list(
        64,
        of: """
            Aurora Basalt Björk Calypso Carousel Cathédrale Cobra Comet Concordia Copper Cygnus Delta \
            Domino Dynamo Echo Élan Ember Falcon Fjord Flamenco Galaxy Granite Halcyon Harbour Horizon \
            Indigo Iris Jubilee Kaleido Lagoon Lumière Łódź Magnolia Marathon Meteor Mistral Monsoon \
            Mosaic Nebula Nightjar Nocturne Oasis Odyssey Olympia Orchid Orion Panorama Phoenix Polaris \
            Quasar Requiem Rivière Saffron Solstice Sonata Tango Tempest Tundra Umbra Velvet Vertigo \
            Zenith Zéphyr Ōsaka
            """)
    let forms = Self.list(
        16,
        of: """
            Live Tour Gala Festival Night Opera Cup Final Ballet Session Matinée Congress Derby \
            Rehearsal Expo Premiere
            """)
    let givenNames = Self.list(
        64,
        of: """
            Ada Agnès Aiko Alice Amélie Anders André Anna Ben Björn Carla Chloé Clara Daniel Elif Emil \
            Emma Eva Félix Fatima Finn François Grace Günther Hana Hugo Inès Ivan Jan João José Julia \
            Jürgen Karim Kofi Lars Lena Léa Lucía Luis Łukasz María Mei Mina Noah Nora Olga Omar Paul \
            Petra Quinn Rosa Samir Sara Søren Tomás Uma Vera Wei Xavier Yusuf Zoë 美咲 Ольга
            """)
    let familyNames = Self.list(
        64,
        of: """
            Almeida Andersson Bauer Bianchi Brown Castro Čapek D'Angelo Dubois Dvořák Eriksen Esposito \
            Fischer Fournier García Gómez Gruber Haddad Hansen Horváth Ibrahim Ito Jansen Johnson Kaya \
            Keller Kim Kowalski Lefèvre Lindqvist López Maier Martin Meyer Müller Moreau Nguyễn Novák \
            Nowak O'Brien O'Neill Okafor Øverland Park Pereira Peña Popescu Quintero Rossi Sánchez \
            Santos Schäfer Silva Smith Suzuki Şahin Taylor Tremblay Ünal Varga Wagner Weiß Yılmaz 王
            """)
    let statuses: [Word] = ["valid", "used", "refunded", "cancelled"].map { Word($0) }

    private static func list(_ count: Int, of text: String) -> [Word] {
        let words = text.split(separator: " ").map { Word($0) }
        precondition(words.count == count, "a list has \(words.count) words, not \(count)")
        return words
    }
}
