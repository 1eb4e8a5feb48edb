# Mots des documents, français. Nombres, dates et montants arrivent déjà écrits.
# Devant : ; ? ! » et après « se trouve une espace insécable (U+00A0).

## En-têtes
title-draft = { $title } — projet
sample-banner = Prix donnés à titre d’exemple — ce n’est pas le tarif de l’éditeur
quote-date = Date du devis
valid-through = Valable jusqu’au
cover-begins = Date d’effet
currency = Devise
service-level = Niveau de service
program = Programme de licences
customer = Client
org-id = ORG ID
reference = Votre référence
contact = À l’attention de { $name }
anonymous = Non indiqué
subject = { $vendor } : { $title }
quote-renewal = Devis de renouvellement
quote-reinstatement = Devis – remise sous support (reinstatement)
quote-change = Modification du support
estimate-renewal = Estimation – renouvellement du support
estimate-reinstatement = Estimation – remise sous support (reinstatement)
estimate-change = Estimation – modification du support
says-estimate = Document non contractuel, sur la base duquel aucune commande n’est possible
says-quote = Valable jusqu’au { $date } inclus
says-quote-subject = Valable jusqu’au { $date } inclus, sous réserve des points de la rubrique « { $title } »
says-draft = Projet : à ne pas envoyer ni signer
files-written = Fichiers écrits
files-none = Aucun fichier écrit
draft-banner = PROJET — il manque encore : l’accord pour le geste commercial de { $rate }
draft-banner-not-sent = PROJET — pas encore envoyé
quote-number = Numéro de devis
estimate-date = Date de l’estimation
purchase-order = Votre n° de bon de commande
customer-tax-id = N° TVA { $id }
seller-contact = Votre interlocuteur

## La réponse
answer-total-tax = Total TTC
answer-without-tax = HT
answer-without-named-tax = HT
answer-without-taxes = HT
answer-term = Durée
answer-common-end = jusqu’à une date de fin commune
answer-cover = Période de support
answer-from-through = du { $from } au { $through }
answer-several-terms = différente selon le produit, du { $from } au { $through }
months = { $count ->
    [one] { $shown } mois
   *[other] { $shown } mois
}
years = { $count ->
    [one] { $shown } an
   *[other] { $shown } ans
}
    .dative = { $count ->
        [one] { $shown } an
       *[other] { $shown } ans
    }
days = { $count ->
    [one] { $shown } jour
   *[other] { $shown } jours
}
    .dative = { $count ->
        [one] { $shown } jour
       *[other] { $shown } jours
    }
licences = { $count ->
    [one] { $shown } licence
   *[other] { $shown } licences
}
holdings = { $count ->
    [one] { $shown } produit
   *[other] { $shown } produits
}

## L’image du temps
timeline-title = Le support dans le temps
timeline-covered = Sous support
timeline-gap = Hors support
timeline-term = Nouvelle période
timeline-more = Suite en fin de document, rubrique « { $title } » : { $lines }
timeline-row = { $label } : sous support jusqu’au { $covered } inclus ; nouvelle période du { $from } au { $through }
timeline-row-change = { $label } : du { $from } au { $through }
timeline-row-gap = { $label } : sous support jusqu’au { $covered } inclus ; { $days } hors support ; nouvelle période du { $from } au { $through }

## Le tableau
lines-title = Détail des prix
annex-title = Annexe : détail du calcul par produit
lines-continued = (suite)
overview-sum = Total de { $product }
overview-text = Le calcul de chaque montant figure en annexe.
amounts-in = Montants en { $currency }
column-licences = Licences
column-srp = Prix public conseillé (PPC / SRP)
column-rate = % du PPC
column-unit-list = Prix annuel unitaire brut HT
column-discount = Remise
column-unit-net = Prix annuel unitaire net HT
column-annual = Par an
column-years = Années
column-forward = Nouvelle période
line-licences = { $owned } détenues, { $retired } retirées, { $covered } sous support
line-covered-through = sous support jusqu’au { $date } inclus
line-release = version { $release }
line-level = { $level }
line-sku = référence { $skus }
line-term = nouvelle période du { $from } au { $through }
status-renewal = Renouvelé à temps
status-grace = Dans la période de grâce : { $days } hors support, sans supplément
status-addition = Ajout à un support en cours
status-true-up = Utilisation hors support depuis le { $date }
status-raise = Passage depuis { $level }, jusqu’ici { $amount } par licence et par an
status-band = { $band } : { $days } hors support
charge-term-discount = Remise pluriannuelle pour { $years }
charge-term-discount-how = { $rate } de { $amount }
charge-concession = Geste commercial : { $reason }
charge-concession-how = { $rate } de la nouvelle période après remise, { $amount }
charge-surcharge = Majoration pour paiement échelonné : { $plan }
charge-surcharge-how = { $rate } de la nouvelle période après remise, { $amount }
charge-licence = Licences
charge-licence-how = { $unit } × { $licences }
charge-back-coverage = Rappel de maintenance (période hors support)
charge-back-coverage-how = { $days }, du { $from } au { $through } ; { $daycount } : { $base } × { $share }
charge-back-coverage-times-how = { $days }, du { $from } au { $through } ; { $daycount } : { $base } × { $multiplier } × { $share }
charge-capped = { $years } au plus
charge-in-term = la période hors support est comprise dans la nouvelle période
charge-no-day = aucun jour n’est facturé
charge-none-in-band = pas de frais dans cette tranche
charge-none-in-true-up = pas de frais
charge-penalty = Frais de remise sous support
charge-penalty-how = { $rate } sur { $what } ({ $base })
charge-penalty-per-line = montant fixe pour ce produit
charge-penalty-per-month = { $unit } par mois entamé, { $months }
charge-penalty-per-licence = { $unit } × { $licences }
charge-penalty-at-least = au moins { $amount }
charge-penalty-at-most = au plus { $amount }
charge-penalty-waived = non appliqués à partir de { $years }
charge-total = Total produit { $number }
base-back-coverage = le rappel de maintenance
base-annual = le prix annuel
base-forward = la nouvelle période après remise
base-srp = le prix public conseillé (PPC / SRP) × licences
base-last-annual = le dernier prix annuel payé
total-forward = Support pour la nouvelle période
total-term-discount = Remise pluriannuelle
total-concession = Geste commercial
total-surcharge = Majoration pour paiement échelonné
total-licence = Licences
total-quote-fee = Frais uniques pour tout le devis
total-back-coverage = Rappel de maintenance
total-penalty = Frais de remise sous support
total-subtotal = Total
total-tax = { $name } { $rate }
payments-title = Échéancier : { $plan }
column-due = Échéance
column-amount = Montant
column-tax = Taxe

## Constats
findings-title = Points d’attention
severity-warning = Important
severity-notice = Remarque
finding-sample-prices = Les prix sont donnés à titre d’exemple. Ce n’est pas le tarif de l’éditeur, et aucune commande ne peut être passée sur cette base.
finding-subject-to-vendor-approval = La remise sous support (reinstatement) doit être approuvée par { $vendor } ; ce prix n’est valable qu’à cette condition.
finding-cover-interrupted = Du { $from } au { $through }, il n’y a pas de support ({ $lines }). Les versions publiées pendant cette période ne pourront pas être utilisées ensuite.
finding-cover-interrupted-restored = Du { $from } au { $through }, il n’y a pas de support ({ $lines }). Les versions publiées pendant cette période pourront être utilisées ensuite.
finding-cover-interrupted-unstated = Du { $from } au { $through }, il n’y a pas de support ({ $lines }). Demandez si les versions publiées pendant cette période pourront être utilisées ensuite.
finding-earliest = { $date } (au plus tôt)
finding-level-raised = Le niveau de service passe de { $from } à { $to } le { $date } ({ $lines }).
finding-not-all-in = Le support pour { $product } a pris fin le { $date } et ne figure pas ici. Toutes les licences d’une gamme doivent être sous support.
finding-same-holding-twice = Deux lignes sont identiques en tout point ({ $lines }). Vérifiez que rien n’a été saisi deux fois.
finding-org-id-missing = L’ORG ID du client manque : les règles s’appliquent par ORG ID.
finding-already-aligned = { $product } est déjà sous support jusqu’au { $date } inclus et ne figure pas ici.
finding-uplift-capped = Le prix augmente de { $rate } au plus par rapport au dernier prix payé : { $amount } de moins par licence et par an ({ $lines }).
finding-end-of-life-within-term = { $product } { $release } arrive en fin de vie (End of Life) le { $date }, pendant la nouvelle période ({ $lines }). Ensuite, il n’y a plus ni correctifs de sécurité, ni support technique, ni téléchargements pour cette version.
finding-end-of-life-extended = Un support étendu (Extended Support) est possible jusqu’au { $extended }, avec un contrat distinct.
finding-service-level-mismatch = D’autres contrats logiciels ont un autre niveau de service que { $quoted } : { $others }. Seul le niveau le plus bas est fourni, { $delivered } ; rien n’est remboursé.
finding-service-level-other = { $product } au niveau { $level }
finding-retirement-is-permanent = { $count ->
    [one] { $shown } licence est retirée définitivement : elle ne peut plus revenir sous support.
   *[other] { $shown } licences sont retirées définitivement : elles ne peuvent plus revenir sous support.
}
finding-needs-approval = Le geste commercial de { $rate } ({ $reason }) dépasse les { $max } permis sans accord : ce devis reste un projet jusqu’à son approbation.
finding-no-refund = Les sommes versées ne sont pas remboursables.
finding-customer-success-manager-always = { $level } comprend un Customer Success Manager avec chaque contrat cloud.
finding-customer-success-manager-not-delivered = { $level } peut comprendre un Customer Success Manager, mais le niveau fourni est { $delivered }, qui n’en comprend pas.
finding-customer-success-manager-met = { $level } pour le cloud comprend un Customer Success Manager : la valeur annuelle de { $value } atteint les { $threshold } requis.
finding-customer-success-manager-missing = { $level } pour le cloud comprend un Customer Success Manager à partir d’une valeur annuelle de { $threshold }. Les contrats indiqués totalisent { $value } ; la différence est de { $missing }.
finding-customer-success-manager-no-value = { $count ->
    [one] La valeur annuelle de { $shown } contrat n’est pas indiquée.
   *[other] La valeur annuelle de { $shown } contrats n’est pas indiquée.
}
on-line = { $count ->
    [one] produit { $shown }
   *[other] produits { $shown }
}

## Ce que comprend le niveau de service
benefit-yes = oui
benefit-no = non
benefit-from = à partir de { $amount }
benefit-up-to = jusqu’à { $amount }
benefit = Prestation
benefits-levels-title = Comparatif des niveaux de service
benefits-alike = À tous les niveaux : { $benefits }

## Conditions et pied de page
conditions-title = Conditions
condition-english = en anglais seulement
page-of = Page { $page } sur { $pages }
foot-book = { $id } { $version }, en vigueur à partir du { $from }
foot-receipt = Référence du calcul { $receipt }
foot-register = registre { $head }
acceptance-title = Bon pour accord
acceptance-text = La signature, précédée de la mention « Bon pour accord », vaut commande aux présentes conditions, sous réserve d’acceptation par l’éditeur.
acceptance-name = Nom
acceptance-date = Date
acceptance-signature = Signature
mail-subject = Devis { $document } pour { $customer }
mail-greeting = Bonjour { $name },
mail-greeting-nobody = Madame, Monsieur,
mail-body = Veuillez trouver ci-joint notre devis { $document } de { $total }, valable jusqu’au { $day } inclus.
mail-link = Vous pouvez le consulter et l’accepter ici :
mail-closing = Cordialement,
accepted-statement = Au nom de { $customer }, j’accepte le devis { $document } de { $total }, valable jusqu’au { $day } inclus.
acceptance-purchase-order = N° de bon de commande
conditions-terms = Les conditions générales de { $name } s’appliquent également :
conditions-reference = Les remarques et conditions du document complet portant la référence du calcul { $receipt } s’appliquent.
internal-banner = INTERNE — ne pas transmettre au client
internal-title = Interne : pour le vendeur
internal-value = Valeur
internal-max = Remise possible sans accord
internal-given = Remise accordée
internal-last = Dernier prix annuel payé par licence, ligne { $number }
acceptance-function = Fonction
acceptance-place = Lieu

## Comptes de jours
daycount-actual-365 = jours réels / 365
daycount-actual-360 = jours réels / 360
daycount-actual-actual = années entières, et jours / longueur de l’année
daycount-30-360 = mois de 30 jours / 360
daycount-calendar-month = mois civils
daycount-month-and-day = mois entiers, et jours / 365
daycount-months-up = mois entamés
daycount-years-up = années entamées

## Le calcul
explain-title = Détail du calcul de chaque montant
explain-totals = Totaux
explain-waiting = Support à partir du { $date }, { $days } plus tard
explain-rounded = arrondi à { $unit } ({ $mode })
explain-at-least = le plus élevé de { $inputs }
explain-at-most = le plus bas de { $inputs }
explain-shortfall = la différence entre { $inputs }
explain-share = { $daycount }, du { $from } au { $through }
explain-share-capped = { $daycount }, du { $from } au { $through }, { $years } au plus
explain-term-length = années entières et { $daycount }, du { $from } au { $through }
explain-nothing-no-gap = pas de période hors support, donc pas de frais
explain-nothing-grace = dans la période de grâce, donc pas de frais
explain-nothing-from-expiry = la période hors support est comprise dans la nouvelle période
explain-nothing-no-day = aucun jour n’est facturé
explain-nothing-none-in-true-up = le catalogue tarifaire ne prévoit pas de frais pour l’utilisation hors support
explain-nothing-first-year-included = la nouvelle licence comprend sa première année
explain-nothing-none-in-band = le catalogue tarifaire ne prévoit pas de frais dans cette tranche
explain-nothing-waived = non appliqués pour ce nombre d’années
explain-nothing-no-term-discount = pas de remise pour ce nombre d’années
explain-nothing-no-tax = la demande n’indique pas de taxe
explain-clause = Clause
explain-key = Source : catalogue tarifaire { $version }, { $key }
explain-request = Source : demande, { $key }
name-srp = prix public conseillé (PPC / SRP)
name-rate = pourcentage du PPC
name-unit-list = prix annuel unitaire brut
name-program-discount = remise du programme
name-unit-net = prix annuel unitaire net
name-quantity = licences
name-last-unit-net = dernier prix annuel payé par licence
name-uplift = hausse de prix
name-unit-cap = prix annuel unitaire maximal
name-annual = prix annuel
name-annual-at-least = prix annuel minimal
name-term-years = années
name-forward = nouvelle période
name-term-discount-rate = taux de la remise pluriannuelle
name-term-discount = remise pluriannuelle
name-forward-net = nouvelle période après remise
name-term-share = durée en années
name-concession-rate = taux du geste commercial
name-concession = geste commercial
name-surcharge-rate = taux de la majoration
name-surcharge = majoration pour paiement échelonné
name-gap-share = part d’une année
name-back-coverage-base = prix annuel pour le rappel de maintenance
name-back-coverage-multiplier = coefficient
name-back-coverage = rappel de maintenance
name-srp-of-all = prix public conseillé (PPC / SRP) de toutes les licences
name-last-annual = dernier prix annuel payé
name-owned = licences détenues
name-started-months = mois entamés
name-penalty-part = une part des frais de remise sous support
name-penalty-base = base des frais de remise sous support
name-penalty-rate = taux des frais
name-penalty-unit = frais fixes
name-penalty-at-least = frais minimaux
name-penalty-at-most = frais maximaux
name-penalty = frais de remise sous support
name-rate-from = ancien pourcentage du PPC
name-unit-list-from = ancien prix annuel unitaire brut
name-unit-net-from = ancien prix annuel unitaire net
name-unit-rise = supplément par licence et par an
name-licence-discount = remise sur les licences
name-unit-licence = prix d’une licence
name-licence = licences
name-total = total du produit
name-lapse-fee = frais uniques après une interruption
name-penalties-at-least = minimum de tous les frais de remise sous support
name-penalty-shortfall = différence par rapport au minimum
name-quote-fee = frais uniques pour tout le devis
name-paid-in-parts = payé en échéances égales
name-part-of-all = part
name-payment-part = échéance égale
name-later-parts = échéances suivantes
name-later-part-count = nombre d’échéances suivantes
name-payment-net = première échéance
name-paid-so-far = payé jusqu’ici
name-tax-so-far = taxe jusqu’ici
name-tax-before = taxe précédente
name-payment-tax = taxe sur cette échéance
name-payment-total = échéance avec taxe
name-tax-part = une des taxes
name-subtotal = total HT
name-tax-rate = taux de la taxe
name-tax = taxe
name-grand-total = total à payer
name-total-now = total actuel
name-difference = surcoût
rounding-half-up = au plus proche, la moitié vers le haut
rounding-half-even = au plus proche, la moitié vers le chiffre pair
rounding-up = vers le haut
rounding-down = vers le bas

## Refus
refused-title = Aucun prix ne peut être calculé
did-you-mean = Vouliez-vous dire « { $nearest } » ?
known-ids = Connus dans ce catalogue tarifaire : { $known }.
refusal-unknown-product-line = Il n’y a pas de gamme « { $given } ».
refusal-unknown-edition = Il n’y a pas d’édition « { $given } » dans cette gamme.
refusal-unknown-release = Il n’y a pas de version « { $given } » dans cette gamme.
    .none = Laissez la version de côté : aucune n’est connue pour cette gamme.
refusal-unknown-service-level = Il n’y a pas de niveau de service « { $given } ».
refusal-unknown-program = Il n’y a pas de programme de licences « { $given } ».
refusal-unknown-payment = Il n’y a pas d’échéancier « { $given } ».
    .none = Laissez l’échéancier de côté : ce catalogue tarifaire n’en a aucun.
refusal-unknown-choice = Il n’y a pas de règle « { $given } » à choisir.
    .none = Laissez la règle de côté : ce catalogue tarifaire n’en propose aucune.
refusal-no-book-none = Aucun catalogue tarifaire n’est chargé.
    .hint = Indiquez un dossier de catalogues tarifaires.
refusal-no-book-which = Plusieurs catalogues tarifaires sont chargés et la demande n’en nomme aucun.
    .hint = Nommez-en un : { $known }.
refusal-no-book-unknown = Il n’y a pas de catalogue tarifaire « { $given } ».
refusal-no-book-early = Le { $day }, aucun catalogue tarifaire « { $book } » n’est encore en vigueur : le premier commence le { $first }.
    .hint = Choisissez une date à partir du { $first }, ou ajoutez un catalogue tarifaire antérieur.
refusal-no-book-ended = Le { $day }, plus aucun catalogue tarifaire « { $book } » n’est en vigueur : le dernier a pris fin le { $through }.
    .hint = Choisissez une date jusqu’au { $through }, ou ajoutez un catalogue tarifaire ultérieur.
refusal-no-price = Il n’y a pas de prix en { $currency }.
    .hint = Les prix sont en { $known }.
refusal-no-rate = Il n’y a pas de pourcentage pour { $level } avec le statut « { $status } ».
    .hint = Choisissez un autre niveau de service, ou demandez un pourcentage au responsable du catalogue tarifaire.
refusal-term-not-offered = Une durée de { $years } n’est pas proposée.
    .hint = Choisissez une durée de { $min } à { $max } ans.
refusal-no-common-end = Dans ce catalogue tarifaire, toutes les durées ne peuvent pas finir le même jour.
    .hint = Laissez de côté la date de fin commune et choisissez une durée de { $min } à { $max } ans.
refusal-common-end = Du { $from } au { $through }, ce n’est pas une durée proposée : il faut { $min } à { $max } ans.
    .hint = Choisissez une autre date de fin commune.
refusal-start-in-the-past = Le support ne peut pas prendre effet le { $start }, avant la date du devis, le { $date }.
    .hint = Choisissez le { $date } ou plus tard.
refusal-too-early = Ce renouvellement peut être commandé à partir du { $date }, { $months } avant la fin du support.
    .hint = Redemandez le devis le { $date } ou plus tard.
refusal-payment-not-offered = L’échéancier « { $plan } » n’est pas possible pour ce devis.
    .hint = Les modifications d’un support en cours se paient en une fois : laissez l’échéancier de côté.
    .common-end = Avec une date de fin commune, tout se paie en une fois : laissez l’échéancier de côté.
refusal-retired-exceeds-owned = { $retired } licences à retirer, c’est plus que les { $owned } détenues.
    .hint = Retirez au plus autant de licences que vous en détenez.
refusal-nothing-to-cover = Toutes les licences sont retirées : il ne reste rien à mettre sous support.
    .hint = Laissez ce produit de côté, ou retirez moins de licences.
refusal-nothing-owned = Aucune licence n’est détenue : il n’y a rien à mettre sous support.
    .hint = Laissez ce produit de côté, ou indiquez le nombre de licences détenues.
refusal-partial-coverage = { $stated } licences seraient sous support, mais la règle « all-in » (totalité des licences) en demande { $due }.
    .hint = Mettez toutes les licences sous support, ou retirez celles qui ne servent plus.
refusal-mixed-service-levels = Des logiciels à des niveaux de service différents dans un seul devis : { $levels }.
    .hint = Choisissez un seul niveau de service pour tous les logiciels ; le matériel peut différer.
refusal-upgrade = Le passage à { $to } concerne tous les logiciels, mais { $product } reste au niveau { $level } jusqu’au { $date }.
    .hint = Faites aussi passer ce contrat, ou renouvelez au niveau actuel.
refusal-release-end-of-life = La version { $release } est arrivée en fin de vie (End of Life) le { $date } : elle n’a plus de support.
    .hint = Passez d’abord à une version plus récente.
    .extended = Un support étendu (Extended Support) est possible jusqu’au { $extended }, avec un contrat distinct.
refusal-reinstatement-not-offered = Après { $days } hors support, la remise sous support (reinstatement) n’est plus proposée.
    .hint = Le dernier jour était le { $date }. Achetez plutôt de nouvelles licences.
    .never = La remise sous support (reinstatement) n’est pas proposée ici. Achetez plutôt de nouvelles licences.
refusal-quoted-by-vendor = Après si longtemps hors support, seul { $vendor } peut donner un prix ({ $band }).
    .hint = Demandez un devis à { $vendor }.
refusal-release-needed = Le prix dépend de la version utilisée, qui n’est pas indiquée.
    .hint = Indiquez la version. Versions connues : { $known }.
refusal-last-price-missing = Le prix dépend du dernier prix payé pour une licence, qui n’est pas indiqué.
    .hint = Indiquez le dernier prix annuel payé par licence.
refusal-mid-term-not-offered = Ce catalogue tarifaire n’a pas de prix pour les modifications d’un support en cours.
    .hint = Laissez la modification de côté, ou demandez-la au prochain renouvellement.
refusal-true-up-not-offered = Ce catalogue tarifaire n’a pas de prix pour des licences utilisées hors support.
    .hint = Demandez à l’éditeur, ou n’indiquez pas depuis quand elles sont utilisées.
refusal-contract-not-running = Le support prend fin le { $ends }, avant la modification du { $start }.
    .hint = Demandez plutôt un renouvellement.
refusal-used-since-not-past = L’utilisation hors support commencerait le { $since }, et non avant le { $start }.
    .hint = Indiquez le premier jour d’utilisation des licences, ou laissez-le de côté.
refusal-not-a-raise = Passer de { $from } à { $to } n’est pas une hausse : le niveau n’est pas plus élevé, ou il ne coûte pas plus cher.
    .hint = Choisissez un niveau de service plus élevé.
refusal-order-too-small = La commande s’élève à { $subtotal } ; le minimum est de { $least }.
    .hint = Ajoutez des licences ou des années, ou commandez avec autre chose.
refusal-term-consumed = La nouvelle période finirait le { $through }, avant la date d’effet du support, le { $start }.
    .hint = Choisissez une durée plus longue.
refusal-amount-too-large = Un montant est trop grand pour être calculé.
    .hint = Vérifiez le nombre de licences.

## Autres options
options-title = Autres options
terms-title = Comparatif des durées
terms-text = Le même support pour un autre nombre d’années.
column-term = Durée
column-cover-through = Sous support jusqu’au
column-per-year = Par an
terms-not-possible = impossible
levels-title = Autres niveaux de service
levels-text = La même chose à un autre niveau de service.
column-level = Niveau de service
choices-title = Autres règles
choices-text = La même chose selon une autre règle pour une interruption.
column-choice = Règle
waiting-title = Report de la date d’effet
waiting-text = Ce que cela coûte si la date d’effet est reportée, aux prix actuels. Jusque-là, il n’y a pas de support.
waiting-text-renewal = Ce que cela coûte si vous renouvelez plus tard, aux prix actuels. Après le dernier jour de support, il n’y en a plus.
waiting-text-change = Ce que cela coûte si la modification prend effet plus tard, aux prix actuels.
column-start = Date d’effet
column-later = Report
column-change = Ce qui change ce jour-là
column-difference = Surcoût
waiting-now = maintenant
waiting-change = { $lines } : { $status }
waiting-more = { $count ->
    [one] À { $shown } autre date, le total change d’un montant moindre.
   *[other] À { $shown } autres dates, le total change d’un montant moindre.
}
waiting-jump = { $amount } ce jour-là
waiting-price-begins = peut être commandé à partir de ce jour
waiting-price-ends = impossible à partir de ce jour
waiting-not-possible = À partir du { $date }, il n’y a plus de prix.
waiting-same = Jusqu’au { $date }, le prix reste le même.
waiting-steady = Entre ces dates, le prix reste le même.
waiting-grows = Entre ces dates, le prix augmente un peu chaque jour.
waiting-steps = Entre ces dates, le prix augmente par paliers plus petits.
waiting-plot = Le total selon la date d’effet : { $first } le { $from }, { $last } le { $through }.
waiting-plot-refused = Le total selon la date d’effet : { $first } le { $from } ; à partir du { $until }, ce n’est plus proposé.
status-name-renewal = renouvellement
status-name-grace = période de grâce
status-name-refused = n’est plus proposé
buying-title = Achat de nouvelles licences
buying-text = De nouvelles licences au lieu du support des licences actuelles ; chacune comprend sa première année de support. Seules les licences sont comptées, pas le travail de migration.
buying-text-extra = De nouvelles licences au lieu du support des licences actuelles, avec le support des nouvelles. Seules les licences sont comptées, pas le travail de migration.
buying-cheaper-now = L’achat de nouvelles licences est moins cher dès maintenant.
buying-cheaper-from = L’achat de nouvelles licences est moins cher à partir du { $date }.
buying-never-cheaper = Dans les { $days } à venir, l’achat de nouvelles licences n’est pas moins cher.
buying-only-way = À partir du { $date }, les licences actuelles ne peuvent plus revenir sous support : l’achat de nouvelles licences est alors la seule solution.
buying-licences-alone = Nouvelles licences
buying-only-way-now = Les licences actuelles ne peuvent plus revenir sous support : l’achat de nouvelles licences est la seule solution.
column-what = Désignation
buying-licences = Nouvelles licences avec leur première année de support
buying-support = { $count ->
    [one] { $shown } année de support supplémentaire
   *[other] { $shown } années de support supplémentaires
}

## La page de l’estimation
page-title = Combien coûte le renouvellement du support ?
page-lead = Une estimation pour des logiciels que vous possédez déjà : renouvelés à temps, ou après la fin du support. Ce n’est pas une offre, et rien de ce que vous saisissez n’est conservé.
page-example = Ceci est un exemple. Saisissez vos propres données.
page-language = Langue
page-skip = Aller au résultat
page-holding = Produit { $number }
page-whole = Pour tous les produits
page-release-and-level = Version et niveau de service de ce produit
page-dates = Dates
page-choose = Choisissez
page-optional = (facultatif)
page-calculate = Calculer
page-add = Ajouter un produit
page-remove = Supprimer le produit { $number }
page-pdf = Télécharger en PDF
page-link = Lien vers cette estimation
page-copy = Copier le lien
page-copied = Le lien est copié.
next-text = { $issuer } peut établir un devis à partir de cette estimation.
next-ask = Demander un devis
next-text-refused = { $issuer } peut vous dire ce qui est possible.
next-ask-refused = Prendre contact
next-subject = Demande de devis : { $title }
next-mail = Merci de m’adresser un devis sur la base de cette estimation :
next-subject-refused = Question sur le support
next-mail-refused = Je n’ai pas trouvé de prix pour cette demande. Que peut-on faire ?
next-mail-long = (Le lien est trop long pour ce message : je joins le PDF.)
page-news = { $label } : { $total }
labelled = { $label } : { $text }
page-how = Détail du calcul
page-see = Ce que vous pouvez faire
page-no-total = Pas encore de prix
page-failed = Le prix n’a pas pu être recalculé. Choisissez « Calculer » pour réessayer.
page-wrong = { $count ->
    [one] { $shown } champ demande votre attention
   *[other] { $shown } champs demandent votre attention
}
page-wrong-text = Le prix s’affiche ici dès que les champs signalés sont en ordre.
page-refused-text = Voici pourquoi, et ce que vous pouvez faire.
page-stands = Cette estimation est valable jusqu’au { $date } inclus.
page-stood = Cette estimation était valable jusqu’au { $date } inclus et ne l’est plus : les prix ont pu changer.
page-anew = Calculer aux prix d’aujourd’hui
page-meaning = Que signifie « { $label } » ?
page-elsewhere = Autres contrats en cours
page-elsewhere-text = Les autres contrats de support que vous avez chez cet éditeur et qui ne figurent pas dans cette estimation. Les règles en tiennent compte : un éditeur peut exiger partout le même niveau de service.
page-contract = Contrat { $number }
page-add-contract = Ajouter un contrat
page-remove-contract = Supprimer le contrat { $number }
page-tax = Taxe
page-tax-text = Seulement si vous souhaitez voir le total TTC.
page-glossary = Que signifient ces mots ?
gloss-reinstatement-name = Remise sous support (reinstatement)
gloss-reinstatement = Reprise du support après une période hors support.
gloss-srp = Le prix public conseillé par l’éditeur pour une nouvelle licence (suggested retail price). Une année de support en coûte un pourcentage.
gloss-back-coverage = Le support de la période où vous n’en aviez pas, facturé après coup.
gloss-penalty = Ce que l’éditeur facture en plus parce que le support avait expiré.
fault-not-found = Il n’y a rien à cette adresse
fault-not-found-text = L’estimation tient en une seule page, à une autre adresse.
fault-busy = Trop de demandes en ce moment
fault-busy-text = Veuillez patienter un instant et réessayer. Rien n’est perdu : ce que vous avez saisi se trouve dans l’adresse de cette page.
fault-other = Cela n’a pas fonctionné
fault-other-text = Veuillez réessayer. Ce que vous avez saisi se trouve dans l’adresse de cette page.
fault-home = Retour à l’estimation

## La page derrière le lien d’un client
link-for = Pour { $customer }
link-valid = Valable jusqu’au { $day } inclus (heure locale : { $place })
link-was-valid = Ce devis était valable jusqu’au { $day } inclus (heure locale : { $place }) et ne peut plus être accepté. Veuillez en demander un nouveau.
link-go = Accepter ou refuser
link-accept-title = Accepter ce devis
link-name = Votre nom
link-email = Votre adresse e-mail
link-function = Votre fonction
link-kept = Ce que vous saisissez est conservé avec le devis, ainsi que la date et l’heure, votre adresse réseau et votre navigateur.
link-accept = Accepter le devis
link-decline-title = Refuser ce devis
link-decline-text = Dès que vous refusez, le lien ne fonctionne plus.
link-reason = Votre motif
link-reason-price = C’est trop cher
link-reason-competitor = Nous avons retenu une autre offre
link-reason-not-needed = Nous n’en avons plus besoin
link-reason-postponed = Nous remettons la décision à plus tard
link-reason-other = Un autre motif
link-decline = Refuser le devis
link-accepted = Ce devis a été accepté
link-accepted-text = { $name } l’a accepté le { $day } à { $time } (heure locale : { $place }).
link-accepted-recorded = { $name } l’a accepté. L’acceptation a été enregistrée le { $day } à { $time } (heure locale : { $place }).
link-declined = Vous avez refusé ce devis
link-declined-text = Merci de nous l’avoir fait savoir. Le lien ne fonctionne plus.
link-ended = Ce lien ne fonctionne plus
link-ended-text = Le devis auquel il menait n’est plus valable.
link-unknown = Aucun devis ne correspond à ce lien
link-unknown-text = Veuillez vérifier que l’adresse est complète, telle qu’elle figure dans le message que vous avez reçu.
link-contact = { $issuer } se tient à votre disposition.
link-other-document = Le formulaire concernait un autre document. Veuillez lire celui-ci avant de l’accepter.
link-no-address = « { $given } » n’est pas une adresse e-mail.
    .hint = Saisissez par exemple nom@example.com.
link-not-agreed = La case n’est pas cochée.
    .hint = Cochez-la pour accepter le devis.
link-no-reason = Aucun motif n’est choisi.
    .hint = Choisissez celui qui convient le mieux.
link-busy-text = Veuillez patienter un instant et réessayer.
link-fault-text = Veuillez rouvrir le lien et réessayer.

## Les champs de la page
field-book = Catalogue tarifaire
field-product-line = Produit
field-edition = Édition
field-owned = Licences détenues
field-retire = Licences dont vous n’avez plus besoin
field-covered-through = Dernier jour du support actuel
field-release = Version
    .none = inconnue
field-own-level = Niveau de service de ce produit
    .none = comme tous les produits
field-quote-date = Date de l’estimation
field-start = Date d’effet
field-runs-through = Dernier jour de support
field-annual-value = Valeur annuelle
field-tax-name = Nom de la taxe
field-tax-rate = Taux

## Ce qui explique un champ : sous son intitulé, et derrière un signe
help-retire = Leur retrait est définitif
help-quote-date = Les prix de ce jour s’appliquent ; le lien conserve la date
help-start = Si le champ est vide : la date de l’estimation
help-service-level = Vous ne savez pas ? Prenez le premier, et comparez.
help-program = Vous ne savez pas ? Prenez le premier : il donne le prix le plus élevé.
help-annual-value = Dans la devise de l’estimation
help-tax-name = Par exemple TVA
help-tax-rate = Par exemple 20 %
meaning-book = Les prix et les règles d’un éditeur.
meaning-edition = L’édition détermine le prix d’une licence. Elle figure sur votre commande ou votre dernière facture.
meaning-owned = Toutes les licences de ce produit que vous détenez, utilisées ou non. Le support porte en général sur toutes ou sur aucune.
meaning-retire = Vous renoncez définitivement à ces licences (retire) : elles ne coûtent rien ici, et ne pourront plus jamais avoir de support.
meaning-covered-through = Le dernier jour où vous aviez le support, ou l’avez encore. Il figure sur votre dernier contrat ou votre dernière facture.
meaning-release = La version que vous utilisez. Elle détermine jusqu’à quand l’éditeur assure le support : son End of Life. Vous ne savez pas ? Laissez le champ tel quel.
meaning-own-level = Seulement si ce produit a un autre niveau que les autres, ce qui est possible pour du matériel.
meaning-service-level = L’aide que vous recevez de l’éditeur, et sa rapidité. Le premier niveau est le plus bas ; l’estimation compare ce que les niveaux offrent et coûtent.
meaning-answer-term = La durée pour laquelle vous achetez le support. L’estimation compare les durées possibles.
meaning-program = Le contrat dans le cadre duquel vous achetez des licences. Il détermine votre remise, et figure sur votre commande.

## Ce qui ne va pas dans un champ
problem-missing-key = Ce champ est vide.
    .hint = Veuillez le remplir.
problem-wrong-type = « { $given } » n’est pas un nombre entier.
    .hint = Ne saisissez que des chiffres, par exemple 500.
problem-out-of-range = « { $given } » est hors limites.
    .hint = Les nombres commencent à 0 ; les dates vont de 1900 à 2199.
problem-bad-date = « { $given } » n’est pas une date.
    .hint = Saisissez année-mois-jour, par exemple 2026-11-24, d’un jour qui existe.
problem-ambiguous-number = « { $given } » peut désigner deux nombres.
    .hint = Écrivez-le sans séparateur, par exemple 1250.
problem-bad-amount = « { $given } » n’est pas un montant.
    .hint = Saisissez par exemple 1250 ou 1250,50.
problem-bad-percent = « { $given } » n’est pas un pourcentage.
    .hint = Saisissez par exemple 20 % ou 8,5 %.
problem-text-too-long = Ce texte a plus de { $most } caractères.
    .hint = Raccourcissez-le.
problem-control-character = Il y a un caractère invisible dans ce texte.
    .hint = Choisissez à nouveau dans la liste.
problem-unknown-currency = « { $given } » n’est pas une devise.
    .hint = Choisissez-en une dans la liste.
problem-unknown-language = Il n’y a pas de page en langue « { $given } ».
    .hint = Choisissez l’une des langues de la page.
problem-unknown-key = Le lien contient « { $given } », que cette page ne connaît pas.
    .hint = Choisissez « Calculer » pour ne pas en tenir compte.
problem-syntax = Le lien contient deux fois « { $given } ».
    .hint = Choisissez « Calculer » pour garder le dernier.
problem-list-too-long = Une estimation ne contient pas plus de { $most } produits.
    .hint = Répartissez-les sur plusieurs estimations.
problem-empty-list = Il n’y a pas de produit.
    .hint = Ajoutez-en un.
problem-quote-number-not-taken = Une estimation n’a pas de numéro de devis.
    .hint = Retirez le numéro du lien ; un devis vous sera établi sur demande.

## Langues et énumérations
list-and = { $start } et { $last }
