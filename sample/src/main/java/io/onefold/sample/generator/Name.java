package io.onefold.sample.generator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A first or last name.
 *
 * @param plain its letters in ASCII, for addresses
 */
record Name(String written, String plain) {

    static final List<Name> FIRST = list("""
            Zoë=zoe Tomás=tomas Ada Bea Carl Dora Eli Fay Gus Hal Ivy Jón=jon Kim Lou Mia Ned Ola Pia Quin Rae Sam Tia Uma Vic Wes Xan
            Yasmin Zach Åsa=asa Björn=bjorn Chloé=chloe Élodie=elodie François=francois Gülşen=gulsen Hana Ines Jürgen=juergen
            Kazuko Łucja=lucja Maeve Nuño=nuno Øyvind=oyvind Priya Rosa Søren=soeren Thảo=thao Umut Vera Wanda Ximena Yusuf Žofia=zofia
            Amara Bruno Cleo Dmitri Esme Farah Gita Hugo Idris Juno Kofi Leila Marek Nadia Otis
            """);

    static final List<Name> LAST = list("""
            Lindqvist Herrera Brook Okoro Novak Silva Ito Marsh Ólafsson=olafsson Park Meyer Rossi Fox Berg Dumont Adeyemi Kowalska Ortiz
            Wong Żak=zak Steiner Hart Petrov Farouk Till Müller=mueller Nuñez=nunez Škoda=skoda Brontë=bronte Çelik=celik Ångström=angstrom
            Nguyễn=nguyen O’Dowd=odowd Smith-Jones=smith-jones Ferreira Hansen Iversen Jansen Kaplan Larsen Mbeki Nowak Olsen Pereira
            Quist Rahman Sato Tanaka Ueda Vargas Weiss Xu Yilmaz Zeller Abbott Banerjee Castro Dube Eriksen
            """);

    private static List<Name> list(String names) {
        return Arrays.stream(names.strip().split("\\s+")).map(Name::of).toList();
    }

    private static Name of(String entry) {
        int equals = entry.indexOf('=');
        return equals < 0
                ? new Name(entry, entry.toLowerCase(Locale.ROOT))
                : new Name(entry.substring(0, equals), entry.substring(equals + 1));
    }
}
