// Names with a North German ring, freely combined. Places do not exist; their postcodes begin with 43, a range never given out.

export const FEMALE_NAMES = (
  'Anna Birte Carina Dörte Elke Frauke Gesa Heike Imke Janne Kerstin Levke Maren Nele Okka Petra Renate Silke Tomke Ute ' +
  'Wiebke Antje Beeke Christin Deike Esther Fenja Greta Hanna Inken Julia Katrin Lena Merle Nadine Rieke Sönna Telse Svea Ylva ' +
  'Aylin Elif Fatma Leyla Zeynep Amira Samira Olga Natalia Oksana Iryna Agnieszka Mariam Rahel Selam'
).split(' ');

export const MALE_NAMES = (
  'Arne Boy Carsten Detlef Enno Fiete Gerd Hauke Ingo Jan Knut Lars Malte Nis Ocke Peer Redlef Sönke Thies Uwe Volker ' +
  'Andreas Björn Christian Dirk Erik Frank Gunnar Heiko Iver Jörn Kai Lasse Momme Nils Ove Paul Ralf Sven Tade Torge Wilm ' +
  'Ali Emre Hasan Mehmet Murat Karim Omar Dmytro Serhij Viktor Pawel Tesfay Yonas'
).split(' ');

export const CHILD_GIRLS =
  'Mia Emma Lotta Ida Frieda Mathilda Ella Leni Nele Jule Pia Lina Merle Tilda Ronja Svea Fenja Alma Clara Elif Amira Sofia Mariam Ayla Enna'.split(
    ' ',
  );

export const CHILD_BOYS =
  'Ben Finn Jonte Mats Piet Levi Theo Oskar Emil Lasse Jannis Tom Bosse Fiete Henri Anton Till Lias Emre Adam Daniel Noah Yusuf Joris Thore'.split(
    ' ',
  );

export const FAMILY_NAMES = (
  'Ahrens Albertsen Andresen Asmussen Bahnsen Behrens Boysen Brodersen Bruhn Carlsen Carstensen Christiansen Clausen Claußen Clasen Detlefsen ' +
  'Diedrichsen Ebsen Eggers Erichsen Feddersen Friedrichsen Gerdsen Gonnsen Greve Hagge Hansen Harmsen Harksen Hartung Hennings Hinrichs ' +
  'Ingwersen Iversen Jacobsen Jannsen Jebsen Jepsen Jessen Jochimsen Johannsen Jürgensen Ketelsen Kleinschmidt Knudsen Kruse Lassen Levsen ' +
  'Lorenzen Lützen Magnussen Mahrt Martensen Matthiesen Mommsen Momsen Nahnsen Nansen Nielsen Nissen Ohlsen Oldsen Olufs Ottsen Paulsen ' +
  'Paysen Peters Petersen Pohns Quedens Rasmussen Reimers Rickmers Rohde Rörden Sachau Schlüter Schmidt Schröder Siewertsen Simonsen ' +
  'Sönksen Steffensen Sterner Stuhr Tadsen Thiessen Thomsen Tiedemann Tönnies Truelsen Tüchsen Volquardsen Wilhelmsen Wolff Wullf Yildiz ' +
  'Demir Kaya Öztürk Haddad Mansour Kowalska Nowak Shevchenko Kovalenko Tesfay Okafor Hoxha Popescu'
).split(' ');

export const STREETS = (
  'Deichstraße|Hafenstraße|Kirchenweg|Süderstraße|Norderstraße|Westerweg|Osterende|Mühlenstraße|Schleusenweg|Am Sielzug|Am Markt|Schulstraße|Bahnhofstraße|Koogstraße|Wiesengrund|Strandweg|' +
  'Fährstraße|Reetweg|Möwenweg|Austernweg|Dünenweg|Friesenring|Warftstraße|Lindenallee|Birkenweg|Gartenstraße|Königsberger Straße|Danziger Straße|Gorch-Fock-Straße|Langer Weg|Am Vogelkoog|Hinter dem Deich'
).split('|');

export const EMPLOYERS: readonly [name: string, job: string][] = [
  ['Fischräucherei Boysen GmbH', 'Produktionshilfe'],
  ['Küstenbäckerei Matthiesen KG', 'Verkäuferin im Backshop'],
  ['Hotel Deichgraf Betriebs-GmbH', 'Zimmerreinigung'],
  ['Nordersieler Gebäudereinigung GmbH', 'Reinigungskraft'],
  ['Pflegedienst Seestern GmbH', 'Pflegehilfskraft'],
  ['Gärtnerei Hagge & Sohn', 'Helfer im Gartenbau'],
  ['Marschmarkt Handels-GmbH', 'Aushilfe Kasse und Regal'],
  ['Halmooger Fährgesellschaft mbH', 'Servicekraft an Bord'],
  ['Logistik Westerhever & Partner GmbH', 'Lagerhelfer'],
  ['Gasthof Zur alten Schleuse', 'Küchenhilfe'],
  ['Zustelldienst Nordermarsch GmbH', 'Zustellung'],
  ['Kita Wattwürmer e. V.', 'Hauswirtschaftskraft'],
];

export const LANDLORD_COMPANIES: readonly string[] = [
  'Wohnungsgenossenschaft Nordermarsch eG',
  'Hausverwaltung Lorenzen & Thoms GmbH',
  'Marschhuser Wohnbau GmbH',
  'Immobilien Kontor Nordersiel GmbH',
  'Bauverein Leckhorn eG',
];

export const BANKS: readonly [name: string, bankCode: string][] = [
  ['Kreissparkasse Nordermarsch', '21499901'],
  ['Marschbank eG', '21499902'],
  ['Deichbank AG', '21499903'],
];

export const ENERGY_SUPPLIERS: readonly string[] = [
  'Stadtwerke Marschhusen GmbH',
  'Nordermarscher Energie AG',
  'Inselwerke Süderoe GmbH',
];

export const DOCTORS: readonly [name: string, field: string][] = [
  ['Dr. med. Wiebke Sönksen', 'Fachärztin für Allgemeinmedizin'],
  ['Dr. med. Hauke Rickmers', 'Facharzt für Innere Medizin'],
  ['Dr. med. Elif Yildiz', 'Fachärztin für Orthopädie'],
  ['Gemeinschaftspraxis Dres. Paulsen', 'Hausärztliche Versorgung'],
];

export const LAWYERS: readonly string[] = [
  'Rechtsanwältin Levke Harmsen',
  'Kanzlei Rohde & Tüchsen',
  'Rechtsanwalt Momme Stuhr',
];

export const SCHOOLS: readonly string[] = [
  'Grundschule am Sielzug',
  'Gemeinschaftsschule Marschhusen',
  'Inselschule Halmoog',
  'Förde-Gymnasium Nordersiel',
];
