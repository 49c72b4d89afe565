/** Where the numbers of an area code are at home. `zones` starts with the one most people there keep; `states` are two-letter postal codes. */
export type AreaCode = { states: string[]; zones: string[] };

const E = 'America/New_York';
const C = 'America/Chicago';
const M = 'America/Denver';
const P = 'America/Los_Angeles';
const ARIZONA = 'America/Phoenix';
const ALASKA = 'America/Anchorage';
const ALEUTIANS = 'America/Adak';
const HAWAII = 'Pacific/Honolulu';

/**
 * Geographic area codes of the fifty states and the District of Columbia, overlays beside the code they share a region with. Places that keep
 * the same clock share one zone name here. Where a region spans two zones both are named, because a number tells no more than its region:
 * whoever asks must be right in both.
 */
const REGIONS: [state: string, codes: string, ...zones: string[]][] = [
  ['AL', '205 659 · 251 · 256 938 · 334 483', C],
  ['AK', '907', ALASKA, ALEUTIANS],
  ['AZ', '480 · 520 · 602 · 623', ARIZONA],
  ['AZ', '928', ARIZONA, M], // the Navajo Nation keeps summer time
  ['AR', '327 870 · 479 · 501', C],
  ['CA', '209 350 · 213 323 738 · 310 424 · 341 510 · 408 669 · 415 628 · 442 760 · 530 837 · 559 357 · 562 · 619 858 · 626', P],
  ['CA', '279 916 · 650 · 657 714 · 661 · 369 707 · 747 818 · 805 820 · 831 · 840 909 · 925 · 949 · 951', P],
  ['CO', '303 720 983 · 719 · 748 970', M],
  ['CT', '203 475 · 860 959', E],
  ['DC', '202 771', E],
  ['DE', '302', E],
  ['FL', '239 · 305 645 786 · 321 · 324 904 · 352 · 386 · 407 689 · 561 728 · 656 813 · 727 · 754 954 · 772 · 863 · 941', E],
  ['FL', '448 850', C, E],
  ['GA', '229 · 404 470 678 770 943 · 478 · 706 762 · 912', E],
  ['HI', '808', HAWAII],
  ['ID', '208 986', M, P],
  ['IL', '217 447 · 309 861 · 312 773 872 · 224 847 · 331 630 · 464 708 · 618 730 · 779 815', C],
  ['IN', '219', C, E],
  ['IN', '260 · 317 463 · 765', E],
  ['IN', '574', E, C],
  ['IN', '812 930', E, C],
  ['IA', '319 · 515 · 563 · 641 · 712', C],
  ['KS', '316 · 913', C],
  ['KS', '620', C, M],
  ['KS', '785', C, M],
  ['KY', '270 364', C, E],
  ['KY', '502 · 859', E],
  ['KY', '606', E, C],
  ['LA', '225 · 318 457 · 337 · 504 · 985', C],
  ['ME', '207', E],
  ['MD', '227 240 301 · 410 443 667', E],
  ['MA', '339 781 · 351 978 · 413 · 508 774 · 617 857', E],
  ['MI', '231 · 248 947 · 269 · 313 679 · 517 · 586 · 616 · 734 · 810 · 989', E],
  ['MI', '906', E, C],
  ['MN', '218 · 320 · 507 924 · 612 · 651 · 763 · 952', C],
  ['MS', '228 · 471 662 · 601 769', C],
  ['MO', '314 557 · 417 · 235 573 · 636 · 660 · 816 975', C],
  ['MT', '406', M],
  ['NE', '308', C, M],
  ['NE', '402 531', C],
  ['NV', '702 725', P],
  ['NV', '775', P, M],
  ['NH', '603', E],
  ['NJ', '201 551 · 609 640 · 732 848 · 856 · 862 973 · 908', E],
  ['NM', '505 · 575', M],
  ['NY', '212 332 646 · 315 680 · 329 845 · 347 465 718 929 · 363 516 · 518 838 · 585 · 607 · 624 716 · 631 934 · 914 · 917', E],
  ['NC', '252 · 336 743 · 472 910 · 704 980 · 828 · 919 984', E],
  ['ND', '701', C, M],
  ['OH', '216 · 220 740 · 234 330 · 283 513 · 326 937 · 380 614 · 419 567 · 436 440', E],
  ['OK', '405 572 · 539 918 · 580', C],
  ['OR', '458 541', P, M],
  ['OR', '503 971', P],
  ['PA', '215 267 445 · 223 717 · 272 570 · 412 724 878 · 484 610 835 · 582 814', E],
  ['RI', '401', E],
  ['SC', '803 839 · 821 864 · 843 854', E],
  ['SD', '605', C, M],
  ['TN', '423 729', E, C],
  ['TN', '615 629 · 731 · 901 · 931', C],
  ['TN', '865', E],
  ['TX', '210 726 · 214 469 945 972 · 254 · 281 346 621 713 832 · 325 · 361 · 409 · 430 903 · 432 · 512 737 · 682 817', C],
  ['TX', '806 · 830 · 936 · 940 · 956 · 979', C],
  ['TX', '915', M],
  ['UT', '385 801 · 435', M],
  ['VT', '802', E],
  ['VA', '276 · 434 · 540 826 · 571 703 · 686 804 · 757 948', E],
  ['WA', '206 · 253 · 360 564 · 425 · 509', P],
  ['WV', '304 681', E],
  ['WI', '262 · 274 920 · 353 608 · 414 · 534 715', C],
  ['WY', '307', M],
];

/** Every geographic area code of the United States. */
export const AREA_CODES: ReadonlyMap<string, AreaCode> = new Map(
  REGIONS.flatMap(([state, codes, ...zones]) => codes.split(/[ ·]+/).map((code): [string, AreaCode] => [code, { states: [state], zones }])),
);
