/** What the example leads are made of: invented people at addresses nobody has, on numbers reserved for fiction. */
export const FIRST_NAMES =
  `Ada Aisha Alejandro Amara Andre Angela Anika Antonio Beatriz Benjamin Bianca Brandon Camila Carlos Caroline Cedric Chloe Clara Daniel
Daria Deborah Diego Dmitri Dolores Eduardo Eleanor Elijah Emeka Emily Erin Esther Farid Fatima Felix Fiona Gabriel Grace Gregory Hana Harold Hector Helen Ibrahim Imani
Ingrid Isaac Jamal Janet Jasmine Javier Jerome Joanna Joshua Juanita Julian Kareem Keisha Kenji Kofi Laila Latoya Leonard Linh Lucia Malik Marcus Maria Marisol Mateo
Megan Miguel Minh Miriam Nadia Naomi Nathan Nikhil Noah Nora Olga Omar Patricia Pedro Priya Quentin Rachel Ravi Rebecca Ricardo Rosa Samir Sandra Sean Sofia Tamika
Teresa Thomas Tomas Vanessa Victor Wei Yasmin Yusuf Zoe`.split(/\s+/);

export const LAST_NAMES =
  `Abbott Acosta Adeyemi Aguilar Ahmed Alvarez Anderson Banerjee Barnes Becker Bennett Bishop Brooks Campbell Castillo Chang Chen Cohen
Coleman Collins Cruz Daniels Delgado Diaz Dixon Dubois Edwards Ellis Espinoza Farah Fischer Fleming Flores Foster Freeman Garcia Gibson Gomez Goodwin Graham Greene
Gupta Hansen Harper Haynes Henderson Hernandez Hoffman Hughes Ibarra Ivanov Jackson Jensen Johnson Kaplan Kelly Khan Kim Kowalski Lambert Larsen Lawson Lee Lopez Maddox
Marino Martin Mbeki McCoy Mendez Mitchell Molina Morgan Moreno Murphy Nakamura Navarro Nelson Nguyen Novak Okafor Oliver Ortiz Osman Palmer Park Patel Perez Porter Price
Quinn Ramirez Reed Reyes Rivera Rossi Ruiz Santos Schmidt Shah Silva Singh Sullivan Tanaka Torres Tran Vargas Walsh Washington Weber Whitfield Yamada Young Zhang Zimmer`.split(
    /\s+/,
  );

export const COMPANIES =
  `Alder Dental|Bluebird Bakery|Cedar & Sons|Copperline Roofing|Delta Freight|Evergreen Landscaping|Fable Books|Granite Fitness|Harbor Clinic|Ironwood
 Builders|Juniper Law|Kite Electric|Larkspur Spa|Maple Street Auto|Northside Plumbing|Orchard Realty|Pinewood Vets|Quarry Coffee|Redwood Solar|Silver Fern Travel|Tidewater
 Marine|Union Hardware|Violet Florist|Willow Insurance|Yellowstone Tours`
    .replaceAll('\n', '')
    .split('|');

export const INTERESTS = [
  'Kitchen remodel',
  'Solar panels',
  'Dental check-up',
  'Life insurance',
  'New roof',
  'Home cleaning',
  'Tax advice',
  'Personal training',
];
export const SOURCES = ['web form', 'trade fair', 'referral form', 'phone call, recorded'];
export const TAGS = ['spring', 'web', 'fair', 'returning', 'priority', 'newsletter'];

/** Area codes beside those of the magic numbers, among them some that span two zones, with the zone a person there would state. */
export const PLACES: [areaCode: string, zone: string][] = [
  ['208', 'America/Boise'],
  ['307', 'America/Denver'],
  ['321', 'America/New_York'],
  ['406', 'America/Denver'],
  ['502', 'America/New_York'],
  ['505', 'America/Denver'],
  ['515', 'America/Chicago'],
  ['541', 'America/Los_Angeles'],
  ['605', 'America/Chicago'],
  ['651', 'America/Chicago'],
  ['716', 'America/New_York'],
  ['775', 'America/Los_Angeles'],
  ['808', 'Pacific/Honolulu'],
  ['843', 'America/New_York'],
  ['850', 'America/Chicago'],
  ['907', 'America/Anchorage'],
  ['913', 'America/Chicago'],
  ['928', 'America/Phoenix'],
];
