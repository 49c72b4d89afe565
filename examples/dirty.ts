/** One line of the dirty file and what it is there for; the line ends are as different as the lines. */
const LINES: [why: string, line: string][] = [
  [
    'headers in odd spellings, one without a name',
    'First Name,LAST-NAME,E-Mail, phone ,Company,TimeZone,Notes,Tags,Consent At,Consent Source,Favourite Colour,',
  ],
  ['a good row', 'Ada,Lovelace,ada@example.com,(415) 555-0150,Analytical Engines,America/Los_Angeles,,vip,2025-10-01,web form,green,'],
  ['the same number in five spellings: the first wins', 'Ben,Okafor,ben@example.com,(415) 555-0151,,,,,2025-10-01,web form,,'],
  ['the second', 'Ben,Okafor,ben@example.com,+1 415 555 0151,,,,,2025-10-01,web form,,'],
  ['the third', 'Ben,Okafor,ben@example.com,1-415-555-0151,,,,,2025-10-01,web form,,'],
  ['the fourth', 'Ben,Okafor,ben@example.com,415.555.0151,,,,,2025-10-01,web form,,'],
  ['the fifth', 'Ben,Okafor,ben@example.com,001 415 555 0151,,,,,2025-10-01,web form,,'],
  ['too short a number', 'Cleo,Short,cleo@example.com,555-0152,,,,,,,,'],
  ['no number', 'Dora,Words,dora@example.com,call the office,,,,,,,,'],
  ['a missing number', 'Eli,Empty,eli@example.com,,,,,,,,,'],
  ['a toll-free number', 'Fay,Free,fay@example.com,800 555 0153,,,,,,,,'],
  ['a premium number', 'Gus,Gold,gus@example.com,900 555 0154,,,,,,,,'],
  ['a British number', 'Hal,Abroad,hal@example.com,+44 20 7946 0958,,,,,,,,'],
  ['a Canadian number', 'Ida,North,ida@example.com,604 555 0155,,,,,,,,'],
  ['an extension', 'Jon,Desk,jon@example.com,415 555 0156 ext. 12,,,,,,,,'],
  ['a short code', 'Kay,Code,kay@example.com,72345,,,,,,,,'],
  ['a number the spreadsheet has shortened', 'Lou,Sheet,lou@example.com,4.15556E+09,,,,,,,,'],
  ['a number the spreadsheet has not shortened', 'Mia,Sheet,mia@example.com,1.4155550157E+10,,,,,2025-10-01,web form,,'],
  ['a formula for a number', 'Ned,Formula,ned@example.com,=+14155550158,,,,,,,,'],
  ['an impossible e-mail', 'Oda,Mail,oda@@example,415 555 0159,,,,,2025-10-01,web form,,'],
  ['an e-mail with a header behind it', 'Pia,Header,"pia@example.com\r\nBcc: everyone@example.com",415 555 0160,,,,,2025-10-01,web form,,'],
  ['an impossible zone', 'Quy,Mars,quy@example.com,415 555 0161,,Mars/Olympus_Mons,,,2025-10-01,web form,,'],
  ['a zone as people say it', 'Rae,Spoken,rae@example.com,415 555 0162,,Eastern Time,,,2025-10-01,web form,,'],
  ['a day that never was', 'Sam,Date,sam@example.com,415 555 0163,,,,,2025-02-30,web form,,'],
  [
    'formulas where names belong',
    '=1+1,@SUM(A1),tea@example.com,415 555 0164,"=HYPERLINK(""http://example.com"",""click"")",,,,2025-10-01,web form,-2,',
  ],
  ['a very long field', `Uma,Long,uma@example.com,415 555 0165,,,${'on and '.repeat(1_800)}on,,,,,`],
  ['emoji', '👩‍🚀,Étoile 🚀,vera@example.com,415 555 0166,,,Loves 🍕,"🎉;vip",2025-10-01,web form,,'],
  ['right to left', 'מרים,الحسن,wes@example.com,415 555 0167,"\u202eevil\u202c Ltd",,,,2025-10-01,web form,,'],
  [
    'separators and quotes inside quotes',
    'Xia,"O\'Neil, Jr.",xia@example.com,415 555 0168,"Smith; Sons, ""The"" Company",,"a;b,c",spring;fair,2025-10-01,web form,,',
  ],
  ['a line end inside quotes', 'Yan,Lines,yan@example.com,415 555 0169,,,"first line\r\nsecond line\nthird",,2025-10-01,web form,,'],
  ['NUL and bell', 'Z\0oe,B\u0007ell,zoe@example.com,415 555 0170,,,,,2025-10-01,web form,,'],
  [
    'braces, HTML and SQL',
    '{{client_name}},<script>alert(1)</script>,amy@example.com,415 555 0171,"Robert\'); DROP TABLE lead;--",,,,2025-10-01,web form,,',
  ],
  ['a line end in a name', '"Bob\r\nBcc: x@example.com",Break,bob@example.com,415 555 0172,,,,,2025-10-01,web form,,'],
  ['full-width digits', 'Cai,Wide,cai@example.com,４１５ ５５５ ０１７３,,,,,2025-10-01,web form,,'],
  ['what cannot be seen around the number', 'Dee,Hidden,dee@example.com,\u202a+14155550174\u202c\u200b,,,,,2025-10-01,web form,,'],
  ['an apostrophe for "this is text"', "Eva,Quote,eva@example.com,'+14155550175,,,,,2025-10-01,web form,,"],
  ['a row that ends early', 'Flo,Ragged,flo@example.com,415 555 0176'],
  ['a row that goes on', 'Gil,Ragged,gil@example.com,415 555 0177,Smith, Sons & Daughters,,,,2025-10-01,web form,red,,surplus'],
  ['an empty line', ''],
  ['only separators', ',,,,,,,,,,,'],
  ['no consent', 'Hew,Silent,hew@example.com,415 555 0178,,,,,,,,'],
  ['consent as written in the United States', 'Ivy,Slash,ivy@example.com,415 555 0179,,,,,10/31/2025,trade fair,,'],
];

const ENDS = ['\r\n', '\n', '\r'] as const;

/** The example file that has everything wrong with it; reading it loses no good row. */
export const dirtyCsv = (): string => `\ufeff${LINES.map(([, line], i) => line + ENDS[i % ENDS.length]).join('')}`;
