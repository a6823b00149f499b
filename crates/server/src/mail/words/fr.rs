//! The sentences in the French of Canada.

use super::{Notice, PaymentWords, Topic, Words};

pub(super) const WORDS: Words = Words {
    greeting: "Bonjour {customer},",
    invoice: "Facture",
    sent: Topic {
        subject: "Facture {number} de {merchant}",
        title: "Votre facture de {merchant}",
        text: "{merchant} vous a envoyé la facture {number}. Vous pouvez la consulter et la payer en ligne.",
    },
    fresh: Topic {
        subject: "Votre nouveau lien pour la facture {number} de {merchant}",
        title: "Voici votre nouveau lien",
        text: "L’ancien lien vers la facture {number} était expiré, et un nouveau lien a été demandé sur sa page. \
               Si cette demande ne vient pas de vous, vous n’avez rien à faire.",
    },
    fresh_statement: Topic {
        subject: "Votre nouveau lien pour votre relevé de {merchant}",
        title: "Voici votre nouveau lien",
        text: "L’ancien lien vers votre relevé était expiré, et un nouveau lien a été demandé sur sa page. \
               Si cette demande ne vient pas de vous, vous n’avez rien à faire.",
    },
    one: PaymentWords {
        receipt: Topic {
            subject: "Reçu pour la facture {number} de {merchant}",
            title: "Merci de votre paiement",
            text: "{merchant} a bien reçu votre paiement pour la facture {number}.",
        },
        approved: Topic {
            subject: "Votre paiement pour la facture {number} a été accepté",
            title: "Votre paiement a été accepté",
            text: "Pendant un moment, on ne savait pas si votre paiement pour la facture {number} avait réussi. C’est \
                   maintenant certain : la carte a été débitée une seule fois et {merchant} a reçu l’argent.",
        },
        not_charged: Topic {
            subject: "Votre paiement pour la facture {number} n’a pas été accepté",
            title: "Votre carte n’a pas été débitée",
            text: "Pendant un moment, on ne savait pas si votre paiement pour la facture {number} avait réussi. C’est \
                   maintenant certain : il n’a pas été accepté et la carte n’a pas été débitée.",
        },
        refund: Topic {
            subject: "{merchant} vous a remboursé {amount}",
            title: "Votre remboursement est en route",
            text: "{merchant} vous a remboursé {amount} de votre paiement pour la facture {number}.",
        },
        still_due: "Il reste {amount} à payer sur cette facture.",
        unexpected: "La facture n’était plus ouverte lorsque l’argent est arrivé. {merchant} en a été informé et décidera \
                     s’il y a lieu de vous rembourser.",
    },
    several: PaymentWords {
        receipt: Topic {
            subject: "Reçu pour {count} factures de {merchant}",
            title: "Merci de votre paiement",
            text: "{merchant} a bien reçu votre paiement pour {count} factures.",
        },
        approved: Topic {
            subject: "Votre paiement pour {count} factures a été accepté",
            title: "Votre paiement a été accepté",
            text: "Pendant un moment, on ne savait pas si votre paiement pour {count} factures avait réussi. C’est \
                   maintenant certain : la carte a été débitée une seule fois et {merchant} a reçu l’argent.",
        },
        not_charged: Topic {
            subject: "Votre paiement pour {count} factures n’a pas été accepté",
            title: "Votre carte n’a pas été débitée",
            text: "Pendant un moment, on ne savait pas si votre paiement pour {count} factures avait réussi. C’est \
                   maintenant certain : il n’a pas été accepté et la carte n’a pas été débitée.",
        },
        refund: Topic {
            subject: "{merchant} vous a remboursé {amount}",
            title: "Votre remboursement est en route",
            text: "{merchant} vous a remboursé {amount} de votre paiement pour {count} factures.",
        },
        still_due: "Il reste {amount} à payer sur ces factures.",
        unexpected: "Certaines des factures n’étaient plus ouvertes lorsque l’argent est arrivé. {merchant} en a été \
                     informé et décidera s’il y a lieu de vous rembourser.",
    },
    code: Topic {
        subject: "Votre code pour {merchant}",
        title: "Votre code",
        text: "Entrez ce code sur la page qui vous l’a demandé. Si vous n’avez pas demandé de code, quelqu’un a \
               peut-être entré votre adresse par erreur : vous n’avez rien à faire, mais ne communiquez ce code à \
               personne.",
    },
    works_until: "Le lien fonctionne jusqu’au {date}.",
    try_again: "Si vous souhaitez toujours payer, vous pouvez le faire ici.",
    takes_days: "Les banques mettent quelques jours avant d’afficher le remboursement sur votre relevé de carte.",
    code_life: "Le code est valide pendant {minutes} minutes.",
    view_and_pay: "Consulter et payer",
    view_receipt: "Consulter le reçu",
    amount_due: "Montant à payer",
    due_date: "Échéance",
    amount_paid: "Montant payé",
    tip: "Pourboire",
    paid_on: "Payé le",
    card: "Carte",
    reference: "Référence",
    auth_code: "Code d’autorisation",
    amount_refunded: "Remboursé",
    questions: "Des questions ? Voici comment joindre {merchant} :",
    why_you: "Vous recevez ce courriel parce que cette adresse a été fournie pour une facture ou un paiement chez \
              {merchant}.",
    fresh_link_page: Notice {
        title: "Consultez votre boîte de réception",
        text: "Si une adresse est associée à ce lien, un nouveau lien est en route vers elle. Il devrait arriver \
               d’ici quelques minutes. Sinon, veuillez communiquer avec l’entreprise qui vous a envoyé la facture.",
    },
    too_many_page: Notice {
        title: "Veuillez patienter une minute",
        text: "Trop de demandes proviennent de votre connexion. Revenez en arrière, attendez une minute, puis \
               réessayez.",
    },
};
