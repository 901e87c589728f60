// Specialisation
