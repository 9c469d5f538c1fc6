# Deutsch.

## Everywhere
label = Annotieren
jobs = Aufträge
views = Ansichten
settings = Einstellungen
sign-out = Abmelden
close = Schließen
cancel = Abbrechen
refresh = Neu laden
loading = Wird geladen …
try-again = Noch einmal versuchen
not-deployed = Trigpoint ist noch nicht eingerichtet. Laden Sie diese Seite gleich noch einmal.
seconds =
    { $count ->
        [one] { $count } Sekunde
       *[other] { $count } Sekunden
    }
minutes =
    { $count ->
        [one] { $count } Minute
       *[other] { $count } Minuten
    }
hours =
    { $count ->
        [one] { $count } Stunde
       *[other] { $count } Stunden
    }
short-seconds = { $seconds } s
percent = { $share } %

## Signing in
sign-in = Anmelden
sign-in-title = Zum Annotieren anmelden
sign-in-lead = Mit der E-Mail-Adresse, die Ihr Betreiber eingeladen hat.
choose-password = Wählen Sie Ihr Passwort
choose-password-lead = Sie haben sich mit einem ersten Passwort angemeldet. Wählen Sie ein eigenes, bevor es weitergeht.
e-mail = E-Mail
password = Passwort
show-password = Passwort zeigen
new-password = Neues Passwort
same-again = Noch einmal dasselbe
still-needed = Es fehlt noch: { $what }.
strong-enough = Sicher genug.
one-moment = Einen Moment …
save-and-go-on = Speichern und weiter
password-lacking = Dem neuen Passwort fehlt noch: { $what }.
password-differs = Die beiden Passwörter sind nicht gleich.
password-length = 12 Zeichen
password-lower = ein Kleinbuchstabe
password-upper = ein Großbuchstabe
password-digit = eine Ziffer
password-symbol = ein Sonderzeichen
password-weak = Dieses Passwort ist zu schwach.
sign-in-wrong = Die E-Mail-Adresse oder das Passwort stimmt nicht.
sign-in-reset = Ihr Passwort muss zurückgesetzt werden. Bitten Sie den Betreiber um ein neues.
sign-in-unconfirmed = Dieses Konto ist noch nicht bestätigt. Fragen Sie den Betreiber.
sign-in-too-often = Zu viele Versuche. Warten Sie eine Minute.
sign-in-again = Melden Sie sich wieder an.
sign-in-unknown-way = Dieses Konto braucht eine Art der Anmeldung, die es hier nicht gibt.
sign-in-down = Die Anmeldung geht gerade nicht. Versuchen Sie es noch einmal.
sign-in-refused = Die Anmeldung wurde abgelehnt.
session-ended = Ihre Sitzung ist zu Ende. Melden Sie sich wieder an.

## Jobs
open-jobs = Offene Aufträge
nothing-to-label = Gerade gibt es nichts zu annotieren
jobs-appear = Aufträge Ihres Teams erscheinen hier von selbst.
up-to = Bis zu { $time } je Aufgabe
pays = { $pay } je Aufgabe
my-answers-count =
    { $count ->
        [0] Meine Antworten
        [one] { $count } Antwort von mir
       *[other] { $count } Antworten von mir
    }
my-answers-of = { $answers } in { $job }
objects-done =
    { $total ->
        [one] { $done } von { $total } Objekt fertig
       *[other] { $done } von { $total } Objekten fertig
    }
progress-of = Fortschritt von { $job }
start-labeling = Jetzt annotieren
start-labeling-of = Jetzt annotieren: { $job }
type-image-multi-class = Bilder einordnen
type-image-multi-class-multi-label = Bilder einordnen, mehrere Klassen
type-text-multi-class = Texte einordnen
type-text-multi-class-multi-label = Texte einordnen, mehrere Klassen
type-bounding-box = Rahmen ziehen
type-semantic-segmentation = Flächen ausmalen
type-instance-segmentation = Dinge einzeln ausmalen
type-named-entity-recognition = Text markieren
type-verification-bounding-box = Rahmen prüfen
type-verification-semantic-segmentation = Flächen prüfen
type-adjustment-bounding-box = Rahmen berichtigen
type-adjustment-semantic-segmentation = Flächen berichtigen
type-video-multi-class = Videos einordnen
type-polygon = Vielecke
type-keypoint = Punkte setzen
type-custom = Eigene Aufgabe

## My answers
my-last-answers = Meine letzten Antworten
none-yet = Noch keine.
nothing-marked = nichts markiert
none-of-these = nichts davon
undo-left = Zurücknehmen ({ $seconds } s)
back-to-jobs = Zurück zu den Aufträgen

## The seat
task = Aufgabe
task-flooded = Diese Seite sendet mehr, als eine Aufgabe darf. Sie wird nicht mehr gehört. Lehnen Sie die Aufgabe ab.
task-of = Aufgabe { $object } von { $job }
leave = Verlassen
leave-job = Diesen Auftrag verlassen
key-undo = Zurücknehmen
key-skip = Überspringen
key-decline = Ablehnen
key-answers = Antworten
take-back = Zurücknehmen: { $answer }
answers-by-you =
    { $count ->
        [one] { $count } Antwort
       *[other] { $count } Antworten
    } von Ihnen
saving = · wird gespeichert …
draft-unsaved = Entwurf noch nicht gespeichert
draft-saved = Entwurf gespeichert
draft-device = Entwurf nur auf diesem Gerät
time-left = übrig
time-left-label = Verbleibende Zeit für diese Aufgabe
time-warning =
    { $seconds ->
        [one] Noch { $seconds } Sekunde
       *[other] Noch { $seconds } Sekunden
    } für diese Aufgabe. Ihre Zeit lässt sich nicht verlängern: Senden Sie, was Sie haben.
getting-next = Ihre nächste Aufgabe kommt …
time-ran-out = Die Zeit für diese Aufgabe ist abgelaufen
time-ran-out-lead = Sie ist wieder bei den anderen. Von früher ist nichts verloren.
next-task = Nächste Aufgabe
all-done = Für jetzt ist alles getan
looks-for-tasks = Diese Seite sucht alle paar Sekunden nach neuen Aufgaben.
does-not-work = Das geht gerade nicht
no-connection = Keine Verbindung
answers-wait =
    { $count ->
        [one] { $count } Antwort wartet auf diesem Gerät. Sie wird von selbst gesendet, sobald der Server antwortet.
       *[other] { $count } Antworten warten auf diesem Gerät. Sie werden von selbst gesendet, sobald der Server antwortet.
    }
trying-again = Der Server antwortet nicht. Neuer Versuch …
answer-too-late = Ihre Antwort zu Objekt { $object } wurde nicht gespeichert: Die Zeit der Aufgabe war abgelaufen, bevor sie ankam.
answer-refused = Die Antwort wurde nicht angenommen: { $why }
error-Network = Der Server antwortet nicht. Versuchen Sie es noch einmal.
error-Conflict = Gerade arbeiten viele zugleich. Versuchen Sie es gleich noch einmal.
error-NotAllowed = Das dürfen Sie nicht. Fragen Sie den Betreiber.
error-NotFound = Das gibt es nicht mehr.
error-LeaseExpired = Dafür ist es zu spät: Die Zeit ist abgelaufen.
error-JobClosed = Dieser Auftrag nimmt keine Antworten mehr an.
error-AlreadyAnswered = Diese Aufgabe haben Sie schon beantwortet.
error-Refused = Sie haben zwei Aufgaben offen. Beenden oder überspringen Sie zuerst eine.

## Declining
decline-title = Warum lehnen Sie diese Aufgabe ab?
decline-lead = Sie sehen sie nicht wieder. Ihr Grund geht an den Betreiber.
reason = Grund
decline-not-loading = Sie lädt nicht oder ist nicht zu erkennen
decline-no-category = Keine Klasse passt
decline-unsure = Ich kann mich nicht entscheiden
decline-unclear = Die Anleitung ist unklar
decline-offensive = Sie ist anstößig oder privat
decline-other = Etwas anderes
note-optional = Bemerkung (freiwillig)
decline-task = Aufgabe ablehnen

## Settings
language = Sprache
theme = Farben
theme-system = Wie das System
theme-light = Hell
theme-dark = Dunkel
keys = Tasten
keys-lead = Wählen Sie ein Feld und drücken Sie eine Taste. Großbuchstaben sind mit Umschalttaste. Die Ziffern gehen immer auch.
reset-keys = Tasten zurücksetzen
choice-number = Wahl { $number }
key-taken = { $key } ist vergeben: { $what }.
key-not-free = { $key } geht hier nicht.

## Operators
no-job-yet = Noch kein Auftrag. Beginnen Sie einen mit
all-jobs = Alle Aufträge
job = Auftrag
status = Stand
progress = Fortschritt
failed = Gescheitert
created = Angelegt
actions = Schritte
status-Initializing = Beginnt
status-InProgress = Läuft
status-Stopping = Hält an
status-Stopped = Angehalten
status-Completed = Fertig
status-Failed = Gescheitert
labelled-of =
    { $total ->
        [one] { $done } von { $total } Objekt
       *[other] { $done } von { $total } Objekten
    }
may-load-from = Ihre Seiten dürfen laden von { $hosts }
labelled-in = Annotiert in { $job }
failed-of = gescheiterte Objekte von { $job }
stop = Anhalten
stop-of = { $job } anhalten
stop-title = { $job } anhalten?
stop-lead = Die Labels bis hierher werden behalten, ausgegeben und berechnet. Die übrigen Objekte bleiben ohne Label.
stop-job = Auftrag anhalten
report = Bericht
report-of = Automatisches Labeln von { $job }
