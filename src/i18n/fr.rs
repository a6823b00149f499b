//! French.

use super::Sentences;

/// As in Canada.
pub(super) const CANADIAN: Sentences = Sentences {
    invoice: "Facture",
    from: "De",
    billed_to: "Facturé à",
    due: "Échéance :",
    amount_due: "Montant à payer",
    amount_paid: "Montant payé",
    description: "Description",
    quantity: "Qté",
    amount: "Montant",
    each: "chacun",
    more_lines: "Afficher toutes les lignes",
    subtotal: "Sous-total",
    tax: "Taxes",
    total: "Total",
    notes: "Remarques",
    pay_by_card: "Payer par carte",
    card_number: "Numéro de carte",
    card_date: "Date d’expiration",
    card_cvv: "Code de sécurité",
    postal_code: "Code postal",
    email: "Courriel pour le reçu",
    optional: "facultatif",
    card_number_wrong: "Vérifiez le numéro de carte.",
    card_date_wrong: "Vérifiez la date d’expiration.",
    card_cvv_wrong: "Vérifiez le code de sécurité.",
    postal_code_wrong: "Vérifiez le code postal.",
    email_wrong: "Vérifiez l’adresse courriel.",
    pay: "Payer",
    checking_card: "Vérification de la carte…",
    paying: "Paiement en cours…",
    assurance: "Les données de votre carte vont directement à Clover, jamais à {merchant}.",
    try_again: "Réessayer",
    loading_form: "Chargement du formulaire de carte…",
    form_ready: "Le formulaire de carte est prêt.",
    declined_title: "Le paiement n’a pas été accepté",
    issuer_declined:
        "La banque a refusé la carte. Rien n’a été débité. Essayez une autre carte ou communiquez avec la \
         banque.",
    insufficient_funds:
        "La carte n’a pas les fonds nécessaires. Rien n’a été débité. Essayez une autre carte.",
    expired_card: "La carte est expirée. Rien n’a été débité. Vérifiez la date ou essayez une autre carte.",
    incorrect_cvc: "Le code de sécurité est inexact. Rien n’a été débité. Vérifiez-le et réessayez.",
    incorrect_number: "Le numéro de carte est inexact. Rien n’a été débité. Vérifiez-le et réessayez.",
    card_not_supported:
        "Ce type de carte n’est pas accepté ici. Rien n’a été débité. Essayez une autre carte.",
    amount_too_large:
        "Le montant dépasse la limite de la carte. Rien n’a été débité. Essayez une autre carte ou \
         communiquez avec la banque.",
    declined_otherwise:
        "La carte n’a pas pu être débitée. Rien n’a été prélevé. Réessayez ou utilisez une autre carte.",
    amount_changed_title: "La facture a changé",
    amount_changed: "Rien n’a été débité. Vérifiez le nouveau montant, puis payez s’il est exact.",
    check_fields_title: "Il manque quelque chose",
    check_fields: "Vérifiez les champs indiqués et réessayez.",
    not_charged_title: "Rien n’a été débité",
    form_silent: "La carte n’a pas pu être vérifiée à temps. Vérifiez votre connexion et réessayez.",
    card_refused: "Les données de la carte n’ont pas pu être utilisées. Vérifiez-les et réessayez.",
    not_charged: "Le paiement n’a pas pu être transmis à la banque. Réessayez dans un instant.",
    too_many_tries: "Il y a eu trop d’essais. Attendez une minute, puis réessayez.",
    fields_failed_title: "Le formulaire de carte ne s’est pas chargé",
    fields_blocked:
        "Le formulaire sécurisé de Clover a été bloqué, peut-être par la connexion, un bloqueur de contenu \
         ou un réseau d’entreprise. Rien n’a été débité.",
    fields_slow: "Le formulaire sécurisé de Clover tarde à venir. Rien n’a été débité.",
    fields_gone: "Le formulaire sécurisé a été interrompu. Rechargez la page. Rien n’a été débité.",
    offline_title: "Vous êtes hors ligne",
    offline: "La page reprendra d’elle-même au retour de la connexion. Rien n’a été débité.",
    charging_title: "Votre paiement est en cours",
    charging: "Gardez cette page ouverte. Cela prend habituellement quelques secondes.",
    charging_long:
        "C’est plus long que d’habitude. Ne payez pas de nouveau; la page vous dira comment cela se termine.",
    unclear_title: "Nous vérifions auprès de la banque",
    unclear:
        "Nous ne savons pas encore si le paiement a été accepté. Ne payez pas de nouveau. Cette page vous \
         le dira dès que possible, et vous pouvez y revenir à tout moment.",
    paid_title: "Payé. Merci!",
    receipt: "Reçu",
    paid_on: "Date",
    paid_with: "Carte",
    ending_in: "se terminant par",
    reference: "Référence",
    auth_code: "Code d’approbation",
    print: "Imprimer le reçu",
    void_title: "Cette facture a été annulée",
    void: "Il n’y a rien à payer. En cas de doute, communiquez avec {merchant}.",
    expired_title: "Ce lien a expiré",
    expired: "La facture ne peut plus être payée ici. Demandez un nouveau lien à {merchant}.",
    unknown_title: "Il n’y a pas de facture ici",
    unknown:
        "L’adresse est peut-être incomplète. Ouvrez de nouveau le lien du courriel ou communiquez avec \
         l’entreprise qui l’a envoyé.",
    not_ready_title: "Le paiement par carte n’est pas possible pour l’instant",
    not_ready: "Rien n’a été débité. Réessayez plus tard ou demandez à {merchant} comment payer autrement.",
    failed_title: "La facture n’a pas pu être chargée",
    failed_network: "Vérifiez votre connexion, puis réessayez. Rien n’a été débité.",
    failed_server: "Un problème est survenu de notre côté. Rien n’a été débité. Réessayez dans un instant.",
    loading: "Chargement de la facture…",
    questions: "Des questions? Joignez {merchant}",
    no_script:
        "Le paiement par carte exige JavaScript. Activez-le et rechargez la page, ou demandez à {merchant} \
         comment payer autrement.",
};
