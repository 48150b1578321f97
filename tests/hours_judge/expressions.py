"""What the engine and the judges are asked about, by hand in OpenStreetMap's grammar, as our places need it."""

PLAIN = (
    "Mo 10:00-12:00",
    "Mo-Fr 09:00-17:00",
    "Mo-Fr 09:00-17:00; Sa 10:00-14:00",
    "Mo-Fr 08:00-12:30,13:30-17:15",
    "Mo-We 14:00-16:30; Th 16:00-19:00; Fr off",
    "Mo,Tu,Th 10:00-14:00; We 13:00-17:00",
    "Mo-Fr 09:00-17:00; We 09:00-12:00",
    "Sa,Su 22:00-02:00",
    "Sa 22:00-05:00, Su 06:00-08:00",
    "Mo-Su 00:00-24:00",
    "24/7",
    "Su 04:00-26:00",
    "Fr-Mo 18:00-20:00",
    "We 15:00+",
    "Mo-Th 16:00+, Fr 12:00-14:45",
    'Th 11:00-19:00 unknown "nachmittags"',
    'We 10:00-12:00 unknown "alle 2 Wochen"',
    'Sa unknown "Uhrzeit erfragen"',
    'Tu 10:00-12:00; Fr 15:00-17:00 || unknown "weitere Zeiten möglich"',
)
MONTHLY = (
    "We[2] 09:00-11:00",
    "Fr[2,4] 17:00-19:00",
    "Th[-1] 16:00-18:00",
    "Tu[1,3] 16:00-18:00; PH off",
    "Sa[3] 15:00-17:00, Mo 10:00-12:00; PH off",
    "Th[5] 10:00-12:00; SH off",
    "Su[-2,-1] 11:00-13:30",
    "Mo[1],We[1],Fr[-1] 19:00-22:00",
    "Th 14:00-16:00; Th[2] off",
)
HOLIDAYS = (
    "Mo-Fr 10:00-18:00; PH off",
    "Mo-Fr 10:00-18:00; SH off",
    "Mo-Fr 10:00-18:00; SH off; PH off",
    "Mo-Fr 10:00-18:00; PH,SH off",
    "Mo-Fr 10:00-18:00; PH 11:00-15:00",
    "Mo-Sa 10:00-18:00; SH Mo-Fr 12:00-14:00; PH off",
    "PH 15:00-17:00",
    "PH,Su 14:00-18:00",
    "SH Tu,Th 10:00-13:00",
    "SH Tu,Th 10:00-13:00; PH off",
    "Mo 16:00-18:00; SH off, Th 15:00-17:00; PH off, Su 10:00-12:00",
    "Mo 16:00-18:00; PH off, Th 15:00-17:00; SH off, Sa 10:00-12:00",
    "Mo 10:00-12:00, Mo 14:00-16:00; PH Mo 10:00-12:00 off",
    "Th 22:00-02:00; PH Th 22:00-02:00 off",
    "Mo-Su 20:00-04:00; SH Mo-Su 20:00-04:00 off",
    "SH We[1] 09:00-12:00, Fr 15:00-17:00; PH off",
)
SEASONS = (
    "Oct 01-Mar 31 Mo-Fr 15:00-18:00; PH off",
    "Apr-Sep Sa 10:00-13:00",
    "Mo-Sa 10:00-18:00; Dec 24-Jan 06 off",
    "Tu 17:00-19:30; Jul 15-Aug 31 off; PH off",
    "2026 Mar 30-2027 Jun 30 We 10:00-12:00",
    "2027 Th 14:00-17:00; PH off",
    "2026-2028 Nov 01-Feb 28 Mo-Fr 16:00-19:00",
    "2027+ Sa[1] 11:00-15:00",
)
COUNTED = (
    "2025 Dec 29-2027 Jan 03 week 1-53/2 We 10:00-12:00, 2027 Jan 04-2033 Jan 02 week 2-53/2 We 10:00-12:00; PH off",
    "2027 Jan 04-2033 Jan 02 week 1-53/2 Sa 11:00-13:00",
    "2026 Jan 05-2026 Dec 31 week 2-53/3 Tu,Th 17:00-19:00; SH off",
)
DATES = (
    "2026 Dec 24,2026 Dec 31 10:00-13:00",
    "Mo 10:00-12:00; PH off; 2026 Dec 28 off",
    "Mo-Fr 10:00-12:00; 2026 Dec 21-2027 Jan 08 off; PH off",
    "Th 15:00-17:00; PH off, 2026 May 14 15:00-17:00",
    "Sa 14:00-18:00; 2026 Oct 24 22:00-26:00; 2027 Mar 27 20:00-27:30",
    "Fr 17:00-19:00, Fr 20:00-22:00; 2026 Apr 10 17:00-19:00 off",
)
EXPRESSIONS = PLAIN + MONTHLY + HOLIDAYS + SEASONS + COUNTED + DATES
