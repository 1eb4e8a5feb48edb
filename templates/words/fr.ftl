# Mots des documents, français. Nombres, dates et montants arrivent déjà écrits.

## En-têtes
title-renewal = Devis de renouvellement
title-reinstatement = Devis de rétablissement
title-change = Devis de modification de l’assistance
title-draft = { $title } — projet
standing-estimate = Estimation — sans valeur d’offre
standing-draft = Projet — pas encore approuvé
standing-offer = Offre
sample-banner = Prix d’exemple — pas le tarif du fournisseur
quote-date = Date du devis
valid-through = Valable jusqu’au
cover-begins = Reprise de la couverture
currency = Devise
service-level = Niveau de service
program = Programme de licences
customer = Client
org-id = ORG ID
reference = Votre référence
contact = À l’attention de { $name }
anonymous = Client non nommé
subject = { $vendor } : { $title }

## La réponse
answer-total = Total
answer-total-tax = Total, { $tax } comprise
answer-without-tax = hors taxes
answer-term = Durée
answer-common-end = jusqu’à un dernier jour commun
answer-cover = Couverture
answer-from-through = du { $from } au { $through }
answer-several-terms = différente selon le parc, du { $from } au { $through }
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
    [one] { $shown } parc de licences
   *[other] { $shown } parcs de licences
}

## L’image du temps
timeline-title = La couverture dans le temps
timeline-covered = Couvert
timeline-gap = Sans couverture
timeline-term = Nouvelle période
timeline-more = { $count ->
    [one] et { $shown } autre parc, indiqué plus bas
   *[other] et { $shown } autres parcs, indiqués plus bas
}
timeline-row = { $label } : couvert jusqu’au { $covered } ; nouvelle période du { $from } au { $through }
timeline-row-change = { $label } : du { $from } au { $through }
timeline-row-gap = { $label } : couvert jusqu’au { $covered } ; sans couverture pendant { $days } ; nouvelle période du { $from } au { $through }

## Le tableau
lines-title = Ce que cela coûte
amounts-in = Montants en { $currency }
column-licences = Licences
column-srp = Prix conseillé (SRP)
column-rate = Taux
column-unit-list = Prix unitaire brut
column-discount = Remise
column-unit-net = Prix unitaire net
column-annual = Par an
column-years = Années
column-forward = Nouvelle période
line-licences = { $owned } possédées, { $retired } retirées, { $covered } couvertes
line-covered-through = couvert jusqu’au { $date }
line-release = version { $release }
line-level = { $level }
line-term = nouvelle période du { $from } au { $through }
status-renewal = Renouvelé à temps
status-grace = Dans le délai de grâce : { $days } sans couverture, sans supplément
status-addition = Ajout à une couverture en cours
status-true-up = Utilisation sans couverture depuis le { $date }
status-raise = Passe de { $level }, jusqu’ici { $amount } par licence et par an
status-band = { $band } : { $days } sans couverture
charge-term-discount = Remise pour { $years }
charge-term-discount-how = { $rate } de { $amount }
charge-concession = Geste commercial : { $reason }
charge-concession-how = { $rate } de la nouvelle période après remise, { $amount }
charge-surcharge = Majoration : { $plan }
charge-surcharge-how = { $rate } de la nouvelle période après remise, { $amount }
charge-licence = Licences
charge-licence-how = { $unit } pour chacune des { $licences }
charge-back-coverage = Rattrapage de la période écoulée
charge-back-coverage-how = { $days }, du { $from } au { $through } ; { $daycount } : { $base } × { $share }
charge-back-coverage-times-how = { $days }, du { $from } au { $through } ; { $daycount } : { $base } × { $multiplier } × { $share }
charge-capped = { $years } au plus
charge-in-term = l’interruption est comprise dans la nouvelle période
charge-no-day = aucun jour n’est facturé
charge-none-in-band = rien n’est facturé dans cette tranche
charge-none-in-true-up = rien n’est facturé
charge-penalty = Pénalité
charge-penalty-how = { $rate } : { $what } { $base }
charge-penalty-per-line = montant fixe pour la ligne
charge-penalty-per-month = { $unit } par mois commencé, { $months }
charge-penalty-per-licence = { $unit } pour chacune des { $licences }
charge-penalty-at-least = au moins { $amount }
charge-penalty-at-most = au plus { $amount }
charge-penalty-waived = supprimée à partir d’une durée de { $years }
charge-total = Total de cette ligne
base-back-coverage = rattrapage
base-annual = prix par an
base-forward = nouvelle période après remise
base-srp = prix conseillé (SRP) × licences
base-last-annual = dernier prix payé par an
total-forward = Nouvelles périodes
total-term-discount = Remise de durée
total-concession = Geste commercial
total-surcharge = Majoration
total-licence = Licences
total-quote-fee = Une seule fois pour ce devis
total-back-coverage = Rattrapage de la période écoulée
total-penalty = Pénalités
total-subtotal = Sous-total
total-tax = { $name } { $rate }
total-total = Total
payments-title = Paiements : { $plan }
column-due = Échéance
column-net = Montant
column-tax = Taxe

## Constats
findings-title = À savoir
severity-warning = Important
severity-notice = Remarque
finding-sample-prices = Les prix sont des exemples. Ils ne sont pas le tarif du fournisseur, et aucune commande ne peut s’y appuyer.
finding-subject-to-vendor-approval = { $vendor } doit approuver le rétablissement : ce prix ne vaut qu’à cette condition.
finding-cover-interrupted = Du { $from } au { $through }, il n’y a pas d’assistance ({ $lines }). Les versions qui sortent pendant ce temps ne pourront pas être utilisées ensuite.
finding-cover-interrupted-restored = Du { $from } au { $through }, il n’y a pas d’assistance ({ $lines }). Les versions qui sortent pendant ce temps pourront être utilisées ensuite.
finding-cover-interrupted-unstated = Du { $from } au { $through }, il n’y a pas d’assistance ({ $lines }). Demandez si les versions qui sortent pendant ce temps pourront être utilisées ensuite.
finding-level-raised = Le niveau de service passe de { $from } à { $to } le { $date } ({ $lines }).
finding-not-all-in = Un contrat pour { $product } a pris fin le { $date } et ne figure pas dans ce devis. Toutes les licences d’une gamme doivent être couvertes.
finding-same-holding-twice = Deux entrées sont identiques en tout point ({ $lines }). Vérifiez qu’aucune n’a été saisie deux fois.
finding-org-id-missing = L’ORG ID du client manque : les règles s’appliquent par ORG ID.
finding-already-aligned = { $product } est déjà couvert jusqu’au { $date } et ne figure pas ici.
finding-uplift-capped = Le prix augmente de { $rate } au plus par rapport au dernier prix payé : { $amount } de moins par licence et par an ({ $lines }).
finding-end-of-life-within-term = { $product } { $release } arrive en fin de vie le { $date }, pendant la nouvelle période ({ $lines }). Ensuite, il n’y a plus ni correctifs de sécurité, ni assistance technique, ni téléchargements.
finding-end-of-life-extended = Une assistance étendue peut exister jusqu’au { $extended }, par un contrat distinct.
finding-service-level-mismatch = D’autres contrats logiciels ont un autre niveau que { $quoted } : { $others }. Le niveau fourni est le plus bas, { $delivered } ; rien n’est remboursé.
finding-service-level-other = { $product } au niveau { $level }
finding-retirement-is-permanent = Retrait définitif de { $licences } : elles ne pourront plus être couvertes.
finding-needs-approval = Le geste commercial de { $rate } ({ $reason }) dépasse les { $max } permis sans accord : ce devis reste un projet jusqu’à son approbation.
finding-no-refund = Ce qui est payé n’est pas remboursé.
finding-customer-success-manager-always = { $level } apporte un Customer Success Manager avec chaque contrat cloud.
finding-customer-success-manager-not-delivered = Un Customer Success Manager peut accompagner { $level }, mais le niveau fourni est { $delivered }, qui n’en comporte pas.
finding-customer-success-manager-met = Un Customer Success Manager accompagne { $level } pour le cloud : la valeur annuelle de { $value } atteint les { $threshold } requis.
finding-customer-success-manager-missing = Un Customer Success Manager accompagne { $level } pour le cloud à partir d’une valeur annuelle de { $threshold } ; les contrats indiqués totalisent { $value }, il manque { $missing }.
finding-customer-success-manager-no-value = { $count ->
    [one] La valeur annuelle de { $shown } contrat n’est pas indiquée.
   *[other] La valeur annuelle de { $shown } contrats n’est pas indiquée.
}
on-line = { $count ->
    [one] ligne { $shown }
   *[other] lignes { $shown }
}

## Ce que donne le niveau de service
benefits-title = Ce que donne { $level }
benefits-next-title = Ce que donne { $level }, à côté de { $next }
benefit-yes = oui
benefit-no = non
benefit = Avantage

## Conditions et pied de page
conditions-title = Conditions
condition-english = non traduit
page-of = Page { $page } sur { $pages }
foot-book = { $id } { $version }, en vigueur depuis le { $from }
foot-receipt = Justificatif de calcul { $receipt }
acceptance-title = Acceptation
acceptance-text = Par sa signature, le client demande une commande à ces conditions. Le fournisseur doit la confirmer.
acceptance-name = Nom
acceptance-date = Date
acceptance-signature = Signature
acceptance-purchase-order = Bon de commande

## Comptes de jours
daycount-actual-365 = jours sur 365
daycount-actual-360 = jours sur 360
daycount-actual-actual = années entières, et jours sur la longueur de l’année
daycount-30-360 = mois de 30 jours sur 360
daycount-calendar-month = mois du calendrier
daycount-month-and-day = mois entiers, et jours sur 365
daycount-months-up = mois commencés
daycount-years-up = années commencées

## Le calcul
explain-title = Comment chaque montant est obtenu
explain-totals = Totaux
explain-waiting = Couverture à partir du { $date }, { $days } plus tard
explain-rounded = arrondi { $mode } à { $unit }
explain-at-least = le plus grand de { $inputs }
explain-at-most = le plus petit de { $inputs }
explain-shortfall = ce qui manque entre { $inputs }
explain-share = { $daycount }, du { $from } au { $through }
explain-share-capped = { $daycount }, du { $from } au { $through }, { $years } au plus
explain-term-length = années entières et { $daycount }, du { $from } au { $through }
explain-nothing-no-gap = pas d’interruption, donc rien n’est facturé
explain-nothing-grace = l’interruption reste dans le délai de grâce, donc rien n’est facturé
explain-nothing-from-expiry = l’interruption est comprise dans la nouvelle période
explain-nothing-no-day = aucun jour n’est facturé
explain-nothing-none-in-true-up = le livre de prix ne facture rien pour l’utilisation sans couverture
explain-nothing-first-year-included = la nouvelle licence apporte sa première année
explain-nothing-none-in-band = le livre de prix ne facture rien dans cette tranche
explain-nothing-waived = supprimée pour ce nombre d’années
explain-nothing-no-term-discount = pas de remise pour ce nombre d’années
explain-nothing-no-tax = la demande n’indique pas de taxe
explain-clause = Clause
explain-key = Livre de prix
explain-request = Demande
name-srp = prix conseillé (SRP)
name-rate = taux
name-unit-list = prix unitaire brut
name-program-discount = remise du programme
name-unit-net = prix unitaire net
name-quantity = licences
name-last-unit-net = dernier prix payé par licence
name-uplift = hausse de prix
name-unit-cap = prix maximal par licence
name-annual = prix par an
name-annual-at-least = prix minimal par an
name-term-years = années
name-forward = nouvelle période
name-term-discount-rate = taux de la remise de durée
name-term-discount = remise de durée
name-forward-net = nouvelle période après remise
name-term-share = durée en années
name-concession-rate = taux du geste commercial
name-concession = geste commercial
name-surcharge-rate = taux de la majoration
name-surcharge = majoration
name-gap-share = part d’une année
name-back-coverage-base = prix par an pour le rattrapage
name-back-coverage-multiplier = coefficient
name-back-coverage = rattrapage
name-srp-of-all = prix conseillé (SRP) de toutes les licences
name-last-annual = dernier prix payé par an
name-owned = licences possédées
name-started-months = mois commencés
name-penalty-part = une des pénalités
name-penalty-base = base de la pénalité
name-penalty-rate = taux de la pénalité
name-penalty-unit = pénalité fixe
name-penalty-at-least = pénalité minimale
name-penalty-at-most = pénalité maximale
name-penalty = pénalité
name-rate-from = ancien taux
name-unit-list-from = ancien prix unitaire brut
name-unit-net-from = ancien prix unitaire net
name-unit-rise = supplément par licence
name-licence-discount = remise sur les licences
name-unit-licence = prix d’une licence
name-licence = licences
name-total = total de la ligne
name-lapse-fee = frais
name-penalties-at-least = somme minimale des pénalités
name-penalty-shortfall = pénalités manquantes
name-quote-fee = une seule fois pour ce devis
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
name-subtotal = sous-total
name-tax-rate = taux de la taxe
name-tax = taxe
name-grand-total = total
name-total-now = total actuel
name-difference = de plus que maintenant
rounding-half-up = au plus proche, la moitié vers le haut
rounding-half-even = au plus proche, la moitié vers le pair
rounding-up = vers le haut
rounding-down = vers le bas

## Refus
refused-title = Aucun devis n’est possible
did-you-mean = Vouliez-vous dire « { $nearest } » ?
known-ids = Connus dans ce livre de prix : { $known }.
refusal-unknown-product-line = Il n’y a pas de gamme « { $given } ».
refusal-unknown-edition = Il n’y a pas d’édition « { $given } » dans cette gamme.
refusal-unknown-release = Il n’y a pas de version « { $given } » dans cette gamme.
    .none = Laissez la version de côté : aucune n’est connue pour cette gamme.
refusal-unknown-service-level = Il n’y a pas de niveau de service « { $given } ».
refusal-unknown-program = Il n’y a pas de programme de licences « { $given } ».
refusal-unknown-payment = Il n’y a pas de plan de paiement « { $given } ».
    .none = Omettez le plan de paiement : ce livre de prix n’en a aucun.
refusal-unknown-choice = Il n’y a pas de règle « { $given } » à choisir.
    .none = Omettez la règle : ce livre de prix n’en propose aucune.
refusal-no-book-none = Aucun livre de prix n’est chargé.
    .hint = Indiquez un dossier de livres de prix.
refusal-no-book-which = Plusieurs livres de prix sont chargés et la demande n’en nomme aucun.
    .hint = Nommez-en un : { $known }.
refusal-no-book-unknown = Il n’y a pas de livre de prix « { $given } ».
refusal-no-book-early = Le { $day }, aucun livre de prix « { $book } » n’est encore en vigueur : le premier commence le { $first }.
    .hint = Choisissez une date à partir du { $first }, ou ajoutez un livre de prix antérieur.
refusal-no-book-ended = Le { $day }, plus aucun livre de prix « { $book } » n’est en vigueur : le dernier a pris fin le { $through }.
    .hint = Choisissez une date jusqu’au { $through }, ou ajoutez un livre de prix ultérieur.
refusal-no-price = Il n’y a pas de prix en { $currency }.
    .hint = Les prix sont en { $known }.
refusal-no-rate = Il n’y a pas de taux pour { $level } avec le statut « { $status } ».
    .hint = Choisissez un autre niveau de service, ou demandez un taux au responsable du livre de prix.
refusal-term-not-offered = Une durée de { $years } n’est pas proposée.
    .hint = Choisissez une durée de { $min } à { $max } ans.
refusal-no-common-end = Ce livre de prix ne fait pas finir toutes les périodes le même jour.
    .hint = Laissez de côté la fin commune et choisissez une durée de { $min } à { $max } ans.
refusal-common-end = Du { $from } au { $through }, ce n’est pas une durée proposée : il faut { $min } à { $max } ans.
    .hint = Choisissez un autre dernier jour commun.
refusal-start-in-the-past = La couverture ne peut pas commencer le { $start }, avant la date du devis, le { $date }.
    .hint = Choisissez le { $date } ou plus tard.
refusal-too-early = Ce renouvellement est vendu à partir du { $date }, { $months } avant la fin de l’assistance.
    .hint = Redemandez le devis le { $date } ou plus tard.
refusal-payment-not-offered = Le plan de paiement « { $plan } » n’est pas possible pour ce devis.
    .hint = Les changements d’une assistance en cours se paient en une fois : laissez le plan de côté.
    .common-end = Avec un dernier jour commun, tout se paie en une fois : laissez le plan de côté.
refusal-retired-exceeds-owned = { $retired } à retirer, c’est plus que les { $owned } possédées.
    .hint = Retirez au plus ce qui est possédé.
refusal-nothing-to-cover = Toutes les licences sont retirées : il ne reste rien à couvrir.
    .hint = Laissez ce parc de côté, ou retirez moins de licences.
refusal-nothing-owned = Aucune licence n’est détenue : il n’y a rien à couvrir.
    .hint = Laissez ce parc de côté, ou indiquez le nombre de licences détenues.
refusal-partial-coverage = { $stated } seraient couvertes, mais la règle du tout compris en demande { $due }.
    .hint = Couvrez toutes les licences, ou retirez définitivement celles qui ne servent plus.
refusal-mixed-service-levels = Des logiciels à des niveaux de service différents dans un seul devis : { $levels }.
    .hint = Choisissez un seul niveau pour tous les logiciels ; le matériel peut différer.
refusal-upgrade = Passer à { $to } concerne tous les logiciels, mais { $product } reste au niveau { $level } jusqu’au { $date }.
    .hint = Faites aussi passer ce contrat, ou renouvelez au niveau actuel.
refusal-release-end-of-life = La version { $release } est arrivée en fin de vie le { $date } : elle n’est plus couverte.
    .hint = Passez d’abord à une version plus récente.
    .extended = Une assistance étendue peut exister jusqu’au { $extended }, par un contrat distinct.
refusal-reinstatement-not-offered = Après { $days } sans couverture, le rétablissement n’est plus proposé.
    .hint = Le dernier jour était le { $date }. Achetez plutôt de nouvelles licences.
    .never = Le livre de prix ne propose pas de rétablissement. Achetez plutôt de nouvelles licences.
refusal-quoted-by-vendor = Après si longtemps sans assistance, seul { $vendor } peut donner un prix ({ $band }).
    .hint = Demandez un devis à { $vendor }.
refusal-release-needed = Le prix dépend de la version utilisée, qui n’est pas indiquée.
    .hint = Indiquez la version. Versions connues : { $known }.
refusal-last-price-missing = Le prix dépend du dernier prix payé pour une licence, qui n’est pas indiqué.
    .hint = Indiquez le dernier prix payé par licence et par an.
refusal-mid-term-not-offered = Ce livre de prix n’a pas de prix pour les changements d’une assistance en cours.
    .hint = Laissez le changement de côté, ou demandez-le au prochain renouvellement.
refusal-true-up-not-offered = Ce livre de prix n’a pas de prix pour des licences utilisées sans assistance.
    .hint = Demandez au fournisseur, ou n’indiquez pas depuis quand elles sont utilisées.
refusal-contract-not-running = L’assistance prend fin le { $ends }, avant le changement du { $start }.
    .hint = Demandez plutôt un renouvellement.
refusal-used-since-not-past = L’utilisation sans assistance commencerait le { $since }, et non avant le { $start }.
    .hint = Indiquez le premier jour d’utilisation des licences, ou laissez-le de côté.
refusal-not-a-raise = Passer de { $from } à { $to } n’est pas une hausse : le niveau n’est pas plus élevé, ou il ne coûte pas plus cher.
    .hint = Choisissez un niveau de service plus élevé.
refusal-order-too-small = La commande s’élève à { $subtotal } ; le minimum est de { $least }.
    .hint = Ajoutez des licences ou des années, ou commandez avec autre chose.
refusal-term-consumed = La nouvelle période finirait le { $through }, avant que la couverture ne commence le { $start }.
    .hint = Choisissez une durée plus longue.
refusal-amount-too-large = Un montant est trop grand pour être calculé.
    .hint = Vérifiez le nombre de licences.

## Choix
options-title = Ce que vous pourriez faire d’autre
terms-title = Une autre durée
terms-text = La même couverture pour un autre nombre d’années.
column-term = Durée
column-cover-through = Couvert jusqu’au
column-total = Total
column-per-year = Par année
terms-not-possible = impossible
levels-title = Un autre niveau de service
levels-text = La même chose à un autre niveau de service.
column-level = Niveau de service
choices-title = Une autre règle
choices-text = La même chose selon une autre règle pour une interruption.
column-choice = Règle
waiting-title = Attendre
waiting-text = Ce que cela coûte si la couverture reprend plus tard, aux prix d’aujourd’hui. Jusque-là, il n’y a pas d’assistance.
waiting-text-renewal = Ce que cela coûte si vous renouvelez plus tard, aux prix d’aujourd’hui. Après le dernier jour couvert, il n’y a pas d’assistance.
waiting-text-change = Ce que cela coûte si le changement commence plus tard, aux prix d’aujourd’hui.
column-start = Reprise
column-later = Plus tard de
column-change = Ce qui change ce jour-là
column-difference = De plus que maintenant
waiting-now = maintenant
waiting-change = { $lines } : { $status }
waiting-more = { $count ->
    [one] Le total fait un saut plus petit { $shown } autre jour.
   *[other] Le total fait un saut plus petit { $shown } autres jours.
}
waiting-jump = { $amount } ce jour-là
waiting-price-begins = peut être commandé à partir de ce jour
waiting-price-ends = impossible à partir de ce jour
waiting-not-possible = À partir du { $date }, il n’y a plus de prix.
waiting-plot = Le total selon le jour de reprise de la couverture : { $first } le { $from }, { $last } le { $through }.
waiting-plot-refused = Le total selon le jour de reprise de la couverture : { $first } le { $from } ; à partir du { $until }, ce n’est plus proposé.
status-name-renewal = renouvellement
status-name-grace = délai de grâce
status-name-refused = plus proposé
buying-title = Acheter de nouvelles licences
buying-text = De nouvelles licences au lieu de couvrir les anciennes : chacune apporte sa première année d’assistance. Seules les licences sont comptées, pas le travail de migration.
buying-text-extra = De nouvelles licences au lieu de couvrir les anciennes, avec leur assistance. Seules les licences sont comptées, pas le travail de migration.
buying-cheaper-now = Acheter du neuf est moins cher dès maintenant.
buying-cheaper-from = Acheter du neuf est moins cher à partir du { $date }.
buying-never-cheaper = Dans les { $days } à venir, acheter du neuf ne devient pas moins cher.
buying-only-way = À partir du { $date }, les anciennes licences ne peuvent plus être couvertes : acheter du neuf est alors la seule voie.
buying-licences-alone = Nouvelles licences
buying-only-way-now = Les anciennes licences ne peuvent plus être couvertes : acheter du neuf est la seule voie.
column-what = Quoi
buying-licences = Nouvelles licences avec leur première année
buying-support = Assistance pour { $years } de plus
buying-tax = { $name } { $rate }
buying-total = Total
compare-title = Choix

## La page de l’estimation
page-title = Combien coûte le renouvellement du support ?
page-lead = Une estimation pour des logiciels que vous possédez déjà : à temps, ou après la fin de la couverture. Ce n’est pas une offre, et rien de ce que vous saisissez n’est conservé.
page-example = Ceci est un exemple. Saisissez vos propres données.
page-language = Langue
page-skip = Aller au résultat
page-holding = Parc de licences { $number }
page-whole = Pour toute l’estimation
page-release-and-level = Version et niveau de service propre
page-dates = Jours
page-choose = À choisir
page-optional = (facultatif)
page-calculate = Calculer
page-add = Ajouter un parc de licences
page-remove = Supprimer le parc de licences { $number }
page-pdf = Télécharger en PDF
page-link = Lien vers cette estimation
page-copy = Copier le lien
page-copied = Le lien est copié.
page-news = { $label } : { $total }
labelled = { $label } : { $text }
page-how = Comment on y arrive
page-see = Ce que vous pouvez faire
page-no-total = Pas encore de prix
page-failed = Le prix n’a pas pu être recalculé. Choisissez « Calculer » pour réessayer.
page-wrong = { $count ->
    [one] { $shown } champ demande votre attention
   *[other] { $shown } champs demandent votre attention
}
page-wrong-text = Le prix s’affiche ici dès que les champs signalés sont en ordre.
page-refused-text = Les règles ne donnent pas de prix pour cela. Voici pourquoi, et ce que vous pouvez faire.
fault-not-found = Il n’y a rien à cette adresse
fault-not-found-text = L’estimation tient en une page ; ceci n’est pas son adresse.
fault-busy = Trop de demandes en ce moment
fault-busy-text = Veuillez patienter un instant et réessayer. Rien n’est perdu : ce que vous avez saisi se trouve dans l’adresse de cette page.
fault-other = Cela n’a pas fonctionné
fault-other-text = Veuillez réessayer. Ce que vous avez saisi se trouve dans l’adresse de cette page.
fault-home = Vers l’estimation

## Les champs de la page
field-book = Tarif
field-product-line = Produit
field-edition = Édition
field-owned = Licences possédées
field-retire = Licences à retirer
    .help = Plus utilisées, et abandonnées pour de bon
field-covered-through = Dernier jour couvert
field-release = Version
    .none = inconnue
field-own-level = Niveau de service propre
    .none = comme toute l’estimation
field-quote-date = Date de l’estimation
    .help = Prix de ce jour ; le lien la conserve
field-start = Reprise de la couverture
    .help = Laissé vide : à la date de l’estimation

## Ce qui ne va pas dans un champ
problem-missing-key = Ceci manque encore.
    .hint = Veuillez le remplir.
problem-wrong-type = « { $given } » n’est pas un nombre entier.
    .hint = N’écrivez que des chiffres, par exemple 500.
problem-out-of-range = « { $given } » est hors limites.
    .hint = Les nombres commencent à 0 ; les jours vont de 1900 à 2199.
problem-bad-date = « { $given } » n’est pas une date.
    .hint = Écrivez année-mois-jour, par exemple 2026-11-24, d’un jour qui existe.
problem-text-too-long = Ce texte a plus de { $most } caractères.
    .hint = Raccourcissez-le.
problem-control-character = Il y a un caractère invisible dans ce texte.
    .hint = Choisissez à nouveau dans la liste.
problem-unknown-currency = « { $given } » n’est pas une devise.
    .hint = Choisissez-en une dans la liste.
problem-unknown-language = Il n’y a pas de page en langue « { $given } ».
    .hint = Choisissez l’une des quatre langues.
problem-unknown-key = Le lien contient « { $given } », que cette page ne connaît pas.
    .hint = Choisissez « Calculer » pour ne pas en tenir compte.
problem-syntax = Le lien contient deux fois « { $given } ».
    .hint = Choisissez « Calculer » pour garder le dernier.
problem-list-too-long = Une estimation ne contient pas plus de { $most } parcs de licences.
    .hint = Répartissez-les sur plusieurs estimations.
problem-empty-list = Il n’y a pas de parc de licences.
    .hint = Ajoutez-en un.

## Langues et énumérations
list-and = { $start } et { $last }
